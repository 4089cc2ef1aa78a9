import type { Ctx, Reply } from '../../../kernel/src/index.js';
import type { Field } from '../schema/field.js';
import { childRelationships, objectTypes, typeNamed, visibleFields } from '../schema/org.js';
import type { ObjectType } from '../schema/object-type.js';

const SOAP: Record<string, string> = { id: 'tns:ID', reference: 'tns:ID', boolean: 'xsd:boolean', double: 'xsd:double', currency: 'xsd:double', percent: 'xsd:double', int: 'xsd:int', date: 'xsd:date', datetime: 'xsd:dateTime' };

/** GET sobjects: every object of the org. */
export const describeGlobal = (ctx: Ctx): Reply =>
  ({ status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects: objectTypes.map((t) => summary(t, ctx.params.version!)) } });

/** GET sobjects/{X}: the short form. */
export const describeBasic = (ctx: Ctx): Reply =>
  ({ status: 200, body: { objectDescribe: summary(typeNamed(ctx.params.type!), ctx.params.version!), recentItems: [] } });

/** GET sobjects/{X}/describe: fields as this user may see them, and the children. */
export function describe(ctx: Ctx): Reply {
  const type = typeNamed(ctx.params.type!);
  const children = childRelationships(type).map(({ type: child, field }) => ({
    childSObject: child.name, field: field.name, relationshipName: field.children, cascadeDelete: field.cascade, deprecatedAndHidden: false, restrictedDelete: false,
  }));
  return { status: 200, body: { ...summary(type, ctx.params.version!), fields: visibleFields(ctx.books, type).map(fieldDescription), childRelationships: children, recordTypeInfos: [] } };
}

function summary(type: ObjectType, version: string): object {
  const url = `/services/data/${version}/sobjects/${type.name}`;
  return {
    name: type.name, label: type.label, labelPlural: type.labelPlural, keyPrefix: type.prefix, custom: type.name.endsWith('__c'), customSetting: false, queryable: true, retrieveable: true, searchable: true,
    createable: type.writable, updateable: type.writable, deletable: type.writable, undeletable: type.writable, replicateable: true, triggerable: type.writable, deprecatedAndHidden: false,
    urls: { sobject: url, describe: `${url}/describe`, rowTemplate: `${url}/{ID}` },
  };
}

function fieldDescription(f: Field): object {
  const writable = !f.readOnly;
  const custom = f.name.endsWith('__c');
  return {
    name: f.name, label: f.label, type: f.type, soapType: SOAP[f.type] ?? 'xsd:string', length: f.length, byteLength: f.length * 3, precision: f.precision, scale: f.scale, digits: f.type === 'int' ? f.precision : 0,
    nillable: !f.required && f.type !== 'id' && f.type !== 'boolean', createable: writable, updateable: writable, permissionable: custom, custom, externalId: f.externalId, unique: f.unique, caseSensitive: f.unique,
    idLookup: f.type === 'id' || f.externalId, nameField: f.nameField, namePointing: false, autoNumber: f.autoNumber, calculated: custom && f.formulaAlways, cascadeDelete: f.cascade, defaultedOnCreate: f.defaultValue !== undefined,
    defaultValue: f.defaultValue ?? null, restrictedPicklist: f.type === 'picklist' && f.restricted, picklistValues: f.picklist.map((value) => ({ active: true, defaultValue: value === f.defaultValue, label: value, validFor: null, value })),
    referenceTo: f.referenceTo ? [f.referenceTo] : [], relationshipName: f.relationship ?? null, relationshipOrder: f.cascade ? 0 : null, filterable: f.type !== 'textarea', sortable: f.type !== 'textarea', groupable: !['textarea', 'double', 'currency', 'percent'].includes(f.type),
    aggregatable: f.type !== 'textarea' && f.type !== 'boolean', deprecatedAndHidden: false, encrypted: false, htmlFormatted: false, polymorphicForeignKey: false,
  };
}
