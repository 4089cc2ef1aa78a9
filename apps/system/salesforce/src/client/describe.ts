import { type Probe, type SchemaDescription, VendorFailure } from '#lib/connector';
import { AMENDMENT } from '../mappers/amendment.js';
import { ACCOUNT } from '../mappers/client.js';
import { CONTRACT } from '../mappers/contract.js';
import { SCHEDULE_FIELDS, TERM_FIELDS, USAGE_FIELDS } from '../mappers/line-fields.js';
import { OPPORTUNITY } from '../mappers/opportunity.js';
import { dataPath, fieldOf, nameOf } from './names.js';
import { type Ctx, queryAll } from './query.js';
import { selectOf, type Shape } from './shape.js';

interface Described {
  fields: { name: string; type: string; createable: boolean; updateable: boolean }[];
}

const READ: Shape[] = [ACCOUNT, CONTRACT, AMENDMENT, OPPORTUNITY];
const CHILDREN = READ.flatMap((s) => s.children ?? []);

/** Fields the gateway writes. `created`: records of the object are made too. */
const WRITTEN = [
  { object: 'Opportunity', created: false, fields: ['Delivery_Status__c', 'Delivery_Project_Code__c'] },
  { object: 'Contract_Amendment__c', created: false, fields: ['Status__c', 'Gateway_Key__c'] },
  { object: 'Contract_Line__c', created: true, fields: ['Contract__c', 'Name', 'Line_Number__c', 'Contract_Type__c', ...TERM_FIELDS] },
  { object: 'Contract_Schedule_Line__c', created: true, fields: ['Contract__c', 'Name', ...SCHEDULE_FIELDS] },
  { object: 'Contract_Usage_Price__c', created: true, fields: ['Contract__c', 'Name', ...USAGE_FIELDS] },
  { object: 'Invoice_Status__c', created: true, fields: ['Gateway_Key__c', 'Opportunity__c', 'Contract__c', 'Invoice_Number__c', 'Status__c', 'Invoice_Date__c', 'Total__c', 'CurrencyIsoCode'] },
];

async function describe(object: string, ctx: Ctx): Promise<Described> {
  return (await ctx.http.send({ method: 'GET', url: `${dataPath(ctx.settings)}/sobjects/${nameOf(object, ctx.settings)}/describe`, label: 'describe' })).json<Described>();
}

/** The objects used, with every field our user sees. */
export async function schema(ctx: Ctx): Promise<SchemaDescription> {
  const objects: SchemaDescription['objects'] = {};
  for (const name of new Set([...READ.map((s) => s.object), ...CHILDREN.map((c) => c.object), 'Invoice_Status__c'])) {
    objects[nameOf(name, ctx.settings)] = Object.fromEntries((await describe(name, ctx)).fields.map((f) => [f.name, f.type]));
  }
  return { objects };
}

/** Reads one record of each object with every field, and asks of each field written whether our user may. Changes nothing. */
export async function probe(ctx: Ctx): Promise<Probe[]> {
  const probes: Probe[] = [];
  for (const shape of READ) {
    probes.push(await attempt(`read ${shape.object}`, 'grant the permission set of the README', async () => void (await queryAll(`${selectOf(shape, ctx.settings)} LIMIT 1`, ctx, 'probe'))));
  }
  for (const { object, created, fields } of WRITTEN) {
    probes.push(await attempt(`write ${object}`, 'make the fields editable for our user', async () => {
      const seen = new Map((await describe(object, ctx)).fields.map((f) => [f.name, f]));
      const closed = fields.filter((f) => {
        const field = seen.get(fieldOf(object, f, ctx.settings));
        return !field?.updateable || (created && !field.createable);
      });
      if (closed.length > 0) throw new Error(`not writable or not visible: ${closed.join(', ')}`);
    }));
  }
  return probes;
}

async function attempt(name: string, advice: string, act: () => Promise<void>): Promise<Probe> {
  try {
    await act();
    return { name, ok: true, detail: '' };
  } catch (error) {
    const words = error instanceof VendorFailure ? error.failure.detail : error instanceof Error ? error.message : String(error);
    return { name, ok: false, detail: `${words}; ${advice}` };
  }
}
