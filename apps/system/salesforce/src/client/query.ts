import { exactJson, type VendorContext } from '#lib/connector';
import type { SalesforceSettings } from '../config.js';
import { dataPath } from './names.js';
import type { Row } from './shape.js';

export type Ctx = VendorContext<SalesforceSettings>;

interface QueryAnswer {
  done: boolean;
  nextRecordsUrl?: string;
  records: Row[];
}

/** Runs SOQL over living and deleted records and follows every `nextRecordsUrl`, of the query and of its sub-selects, until all is there. */
export async function queryAll(soql: string, ctx: Ctx, label: string): Promise<Row[]> {
  const first = exactJson<QueryAnswer>(await ctx.http.send({ method: 'GET', url: `${dataPath(ctx.settings)}/queryAll`, query: { q: soql }, label }));
  const records = await completed(first, ctx, label);
  for (const record of records) {
    for (const value of Object.values(record)) {
      if (isOpen(value)) Object.assign(value, { records: await completed(value, ctx, label), done: true });
    }
  }
  return records;
}

async function completed(first: QueryAnswer, ctx: Ctx, label: string): Promise<Row[]> {
  const records = [...first.records];
  for (let url = nextOf(first); url !== undefined; ) {
    const page = exactJson<QueryAnswer>(await ctx.http.send({ method: 'GET', url, label: `${label}.more` }));
    records.push(...page.records);
    url = nextOf(page);
  }
  return records;
}

function nextOf(page: QueryAnswer): string | undefined {
  if (page.done) return undefined;
  if (!page.nextRecordsUrl) throw new Error('Salesforce gave an unfinished result without nextRecordsUrl');
  return page.nextRecordsUrl;
}

function isOpen(value: unknown): value is QueryAnswer {
  return value !== null && typeof value === 'object' && Array.isArray((value as QueryAnswer).records) && (value as QueryAnswer).done === false;
}

/** A string literal of SOQL. */
export const quoted = (text: string): string => `'${text.replace(/[\\']/g, (c) => `\\${c}`)}'`;
/** A record id, 15 or 18 characters. */
export const isRecordId = (text: string): boolean => /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(text);
/** Salesforce writes `2026-05-01T07:25:37.000+0000`: the same instant as ISO 8601 in UTC. */
export const instantOf = (stamp: string): string => new Date(stamp.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')).toISOString();
