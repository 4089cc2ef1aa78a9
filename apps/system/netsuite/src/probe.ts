import { pairs, type Probe, type VendorContext, VendorFailure } from '#lib/connector';
import { instantOf } from './client/account-clock.js';
import { accountId, itemId } from './client/lookups.js';
import { METADATA_PATH } from './client/paths.js';
import { suiteql } from './client/suiteql.js';
import type { NetsuiteSettings } from './config.js';
import { netsuiteReads } from './read/index.js';

type Ctx = VendorContext<NetsuiteSettings>;
const NEEDED = ['customer', 'customerSubsidiaryRelationship', 'job', 'journalEntry', 'invoice', 'creditMemo'];

/** Everything a first day needs, tried without changing anything: each read, each record type, and the accounts and items of the settings. */
export async function probe(ctx: Ctx): Promise<Probe[]> {
  const { accounts, service_item, adjustment_item, advance_item, revenue_item, account_time_zone } = ctx.settings;
  const tries: [name: string, fix: string, run: () => Promise<unknown> | unknown][] = [
    ['sign in', 'Check client id, certificate id, key and the machine-to-machine mapping; a refreshed sandbox has lost it.', () => suiteql(ctx, 'probe', 'SELECT id FROM subsidiary ORDER BY id', 1)],
    ['time zone', 'Set NETSUITE_TIME_ZONE to the IANA zone of the integration user.', () => instantOf('2026-01-01 00:00:00', account_time_zone)],
    ...Object.entries(netsuiteReads).map(([entity, verb]): (typeof tries)[number] => [
      `read ${entity}`, 'Grant the role SuiteAnalytics Workbook and view permission on the record, or correct the column named in the settings.', () => verb.page({ since: null, from: null, limit: 1 }, ctx),
    ]),
    ...NEEDED.map((type): (typeof tries)[number] => [
      `record ${type}`, 'Grant the role REST Web Services and full permission on the record.', () => ctx.http.send({ method: 'GET', url: `${METADATA_PATH}/${type}`, headers: { accept: 'application/schema+json' }, label: 'metadata' }),
    ]),
    ...Object.entries(pairs(accounts)).map(([role, number]): (typeof tries)[number] => [`account ${number} (${role})`, 'Create the account or correct NETSUITE_ACCOUNTS.', () => accountId(ctx, number, 'account_role')]),
    ...[service_item, adjustment_item, advance_item, ...(revenue_item ? [revenue_item] : [])].map((item): (typeof tries)[number] => [`item ${item}`, 'Create the service item or correct the settings.', () => itemId(ctx, item)]),
  ];
  const probes: Probe[] = [];
  for (const [name, fix, run] of tries) {
    try {
      await run();
      probes.push({ name, ok: true, detail: '' });
    } catch (error) {
      probes.push({ name, ok: false, detail: `${error instanceof VendorFailure ? error.failure.detail : (error as Error).message}. ${fix}` });
    }
  }
  return probes;
}
