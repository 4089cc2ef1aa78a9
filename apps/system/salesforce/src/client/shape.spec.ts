import 'reflect-metadata';
import { givenNames } from '../testing/settings.js';
import { rowOf, selectOf, type Shape } from './shape.js';

const shape: Shape = { object: 'Contract', fields: ['PO_Number__c'], children: [{ object: 'Contract_Line__c', relationship: 'Contract_Lines__r', parent: 'Contract__c', fields: ['Name', 'PO_Number__c'] }] };

it('asks for the org’s own names and gives rows in the default ones', () => {
  const settings = givenNames('Contract.PO_Number__c=acme__PO__c', 'Contract_Lines__r=acme__Lines__r');
  expect(selectOf(shape, settings)).toBe(
    'SELECT Id, IsDeleted, SystemModstamp, acme__PO__c, (SELECT Id, IsDeleted, SystemModstamp, Name, PO_Number__c FROM acme__Lines__r) FROM Contract');
  const record = { attributes: {}, Id: '1', acme__PO__c: 'PO-1', acme__Lines__r: { done: true, records: [{ attributes: {}, Id: '2', Name: 'one', PO_Number__c: 'PO-2' }] } };
  expect(rowOf(record, shape, settings)).toEqual({
    Id: '1', IsDeleted: null, SystemModstamp: null, PO_Number__c: 'PO-1', Contract_Lines__r: [{ Id: '2', IsDeleted: null, SystemModstamp: null, Name: 'one', PO_Number__c: 'PO-2' }],
  });
});

it('takes a parent without children, which Salesforce gives as null', () => {
  expect(rowOf({ Id: '1', Contract_Lines__r: null }, shape, givenNames()).Contract_Lines__r).toEqual([]);
});
