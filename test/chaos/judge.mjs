// What the vendors' books say, against what was approved and against our own ledger. The books decide.
import { resolve } from 'node:path';

/** Verbs that leave a document under our key, by system; what other verbs write is a change of such a document. */
const CREATES = {
  netsuite: ['create_customer', 'create_project', 'post_journal', 'create_invoice', 'create_credit_memo'],
  kantata: ['create_project', 'create_task'],
};
/** Exceptions that say that a write or a run is stuck. All others are the firm's own: a missing rate, an unknown worker. */
const OF_FAULTS = ['EFFECT_UNCERTAIN', 'ECHO_MISMATCH', 'EFFECT_REJECTED', 'VENDOR_UNAVAILABLE', 'PROCESS_FAILED', 'SCHEMA_DRIFT', 'OWNERSHIP_VIOLATION', 'IDEMPOTENCY_CONFLICT', 'ILLEGAL_TRANSITION', 'UNMAPPED_STATUS', 'OUT_OF_ORDER', 'STALE_VERSION', 'DUPLICATE'];
const LISTED = 5;

/**
 * Compares books and ledger once everything has come to rest.
 * @returns {{ postings: number, lost: string[], doubled: string[], unasked: string[], stuck: string[], open: Map<string, string>, unexpected: string[], exceptions: Record<string, number> }}
 *   `lost`: confirmed writes without a document, journals that differ from their document, approved time without cost; `open`: effects a person has to look at, with the code.
 */
export async function judge(stage, entries, before) {
  const { vendorKey } = await import(resolve(import.meta.dirname, '../../dist/libs/canonical/src/index.js'));
  const effects = await stage.rows('select system, key, verb, state, receipt from effect');
  const lost = [];
  const doubled = [];
  const unasked = [];
  const documents = {};
  for (const system of ['salesforce', 'kantata', 'netsuite']) {
    documents[system] = (await stage.control(system, 'GET', 'documents')).filter((d) => d.effect_key?.startsWith('tl_'));
    for (const { effect_key: key, ids } of await stage.control(system, 'GET', 'documents/duplicates')) doubled.push(`${system} ${key}: ${ids.length} documents`);
    const known = new Set(effects.filter((e) => e.system === system).flatMap((e) => [vendorKey(system, e.key), e.receipt?.source_id]));
    for (const d of documents[system]) if (!known.has(d.effect_key) && !known.has(d.id)) unasked.push(`${system} ${d.type} ${d.id}`);
    const there = new Set(documents[system].map((d) => d.effect_key));
    for (const e of effects) if (e.system === system && e.state === 'confirmed' && CREATES[system]?.includes(e.verb) && !there.has(vendorKey(system, e.key))) lost.push(`${system} ${e.key}: confirmed, but not in the books`);
  }
  lost.push(...(await unlikeTheirDocument(stage, documents.netsuite)), ...(await withoutCost(stage, entries)));
  doubled.push(...(await countedTwice(stage)));
  const stuck = effects.filter((e) => ['planned', 'sent', 'uncertain'].includes(e.state)).map((e) => `${e.system} ${e.key} is ${e.state}`);
  return { postings: effects.filter((e) => e.state === 'confirmed').length, journals: effects.filter((e) => e.verb === 'post_journal' && e.state === 'confirmed').length, lost, doubled, unasked, stuck, ...(await people(stage, effects, before)) };
}

/** Journals that we call posted and whose document shows another amount, or none. */
async function unlikeTheirDocument(stage, documents) {
  const books = new Map(documents.filter((d) => d.type === 'journalEntry').map((d) => [String(d.id), d.digest.total]));
  const ours = await stage.rows(`select key, erp_source_id as id, total::text from journal where status = 'posted' and erp_source_id is not null`);
  const same = (a, b) => a !== undefined && plain(a) === plain(b);
  return ours.filter((j) => !same(books.get(j.id), j.total)).map((j) => `journal ${j.key}: ${j.total} here, ${books.get(j.id) ?? 'nothing'} in the books`);
}

/** An amount without the zeros at its end. */
const plain = (amount) => String(amount).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');

/** Exceptions that are open before anything is struck. */
export async function openNow(stage) {
  return new Set((await stage.rows(`select id from exception where status in ('open', 'assigned')`)).map((x) => x.id));
}

/** Entries that people worked and that have no cost in the ERP, about which nobody is asked. */
async function withoutCost(stage, entries) {
  const wanted = new Set(entries.map((e) => String(e.id)));
  const approved = (await stage.control('kantata', 'GET', 'tables/time_entries')).filter((e) => wanted.has(String(e.id)));
  const rows = await stage.rows(`select e.source_id, e.costing_status, exists (select 1 from exception x join process_run r on r.id = x.run_id where r.input->>'timesheet_id' = e.timesheet_id::text and x.status in ('open', 'assigned')) as asked from time_entry e where e.kind = 'original'`);
  const ours = new Map(rows.map((r) => [r.source_id, r]));
  // Time of somebody nobody knows waits, parked, for that somebody.
  const parked = new Set((await stage.rows(`select e->>'source_id' as id from parked_record p, jsonb_path_query(p.record, '$.data.entries[*]') e where p.entity = 'timesheet'`)).map((r) => r.id));
  return approved.filter((e) => !(ours.get(String(e.id))?.costing_status === 'posted' || ours.get(String(e.id))?.asked || parked.has(String(e.id)))).map((e) => `time entry ${e.id}: ${ours.get(String(e.id))?.costing_status ?? 'not recorded'}`);
}

/** Sheets that carry the same cost in two journals: the sum of what was posted is not the sum of the entries. A net reversal has its sides swapped, and its total is positive all the same. */
async function countedTwice(stage) {
  const rows = await stage.rows(
    `select coalesce(e.id, j.id) as id, coalesce(e.cost, 0)::text as cost, coalesce(j.total, 0)::text as posted
     from (select timesheet_id::text as id, sum(cost_amount) as cost from time_entry where costing_status = 'posted' group by 1) e
     full join (select source_id as id, sum(case when (lines->0->>'credit')::numeric > 0 then -total else total end) as total from journal where status = 'posted' and source_type = 'timesheet' group by 1) j on j.id = e.id
     where abs(coalesce(e.cost, 0) - coalesce(j.total, 0)) >= 0.01`);
  return rows.map((r) => `timesheet ${r.id}: cost ${r.cost}, posted ${r.posted}`);
}

/** What people are asked: which effects wait for a person, and exceptions of faults that no such effect explains. */
async function people(stage, effects, before) {
  const open = await stage.rows(`select id, code, business_key, context->>'effect_key' as key, context->>'system' as system, message from exception where status in ('open', 'assigned')`);
  const asked = new Map(open.filter((x) => x.key).map((x) => [`${x.system} ${x.key}`, x.code]));
  const waiting = new Map();
  const unexpected = [];
  for (const e of effects.filter((x) => x.state === 'exception')) {
    const name = `${e.system} ${e.key}`;
    if (asked.has(name)) waiting.set(name, asked.get(name));
    else unexpected.push(`${name} waits for a person and nobody is told`);
  }
  for (const x of open.filter((o) => OF_FAULTS.includes(o.code) && !before.has(o.id) && !waiting.has(`${o.system} ${o.key}`))) unexpected.push(`${x.code} ${x.business_key}: ${x.message}`);
  const exceptions = {};
  for (const { code } of open) exceptions[code] = (exceptions[code] ?? 0) + 1;
  return { open: waiting, unexpected, exceptions };
}

/** The first few of a list, for people. */
export const some = (list) => (list.length === 0 ? '0' : `${list.length}: ${list.slice(0, LISTED).join('; ')}${list.length > LISTED ? '; …' : ''}`);
