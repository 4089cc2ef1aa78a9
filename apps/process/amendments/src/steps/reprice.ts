import { type Assignment, type ContractLine, dec, inRange, newId, type RateCardVersion, type Worker } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { cardVersionInputs, priceTime, RateBook, rerate, resolveRate, type ResolvedRate } from '#lib/rules';
import { BillingEvent, type BillingTerms, billingTerms, changeBillingEvent, OPEN_STATES, raiseBilling, recordById, rateCardOn, type StoredRecord, TimeEntry } from '#lib/store';
import { In, type EntityManager } from 'typeorm';
import type { AmendmentJob } from './job.js';

type Price = Pick<BillingEvent, 'rate' | 'gross' | 'discount' | 'fee' | 'net' | 'why'>;

/** What was priced anew, as it stood: undoing puts it back. */
export interface Repriced {
  entries: (Pick<TimeEntry, 'id' | 'bill_rate' | 'bill_net' | 'rate_why'>)[];
  events: ({ id: string } & Price)[];
  /** Ids of adjustment events raised for billed work. */
  adjustments: string[];
}

/** Prices the work of a line from the effective date on by the line's new terms. */
export async function repriceLine(em: EntityManager, job: AmendmentJob, line: ContractLine): Promise<Repriced> {
  const done: Repriced = { entries: [], events: [], adjustments: [] };
  const book = await bookOf(em, job.currency);
  const entries = await em.createQueryBuilder(TimeEntry, 'e').where('e.contract_id = :c and e.line_no = :l and e.work_date >= :d', { c: job.contract_id, l: line.line_no, d: job.effective_date })
    .andWhere(`e.kind <> 'reversal' and e.billable_class = 'billable' and e.bill_rate is not null`).andWhere(`not exists (select 1 from time_entry r where r.kind = 'reversal' and r.original_entry_id = e.id)`).orderBy('e.id').getMany();
  const terms = new Map<string, BillingTerms>();
  for (const entry of entries) {
    if (!terms.has(entry.project_id)) terms.set(entry.project_id, await billingTerms(em, entry.project_id));
    const priced = await priceOf(em, entry, terms.get(entry.project_id)!, line, book);
    if (!priced.ok) throw new BusinessFailure(priced.code, job.business_key, `No price under the new terms of line ${line.line_no} for work of ${entry.work_date}: ${priced.detail}`, { field: `lines[${line.line_no}].rate_card_code`, work_date: entry.work_date, role: entry.role }, [], job.legal_entity_code ?? undefined);
    await repriceEntry(em, job, entry, line, priced, done);
  }
  return done;
}

async function repriceEntry(em: EntityManager, job: AmendmentJob, entry: TimeEntry, line: ContractLine, price: ResolvedRate, done: Repriced): Promise<void> {
  const result = rerate({
    entries: [{ id: entry.id, billing_status: entry.billing_status, billable_hours: entry.billable_hours, old_rate: entry.bill_rate!, new_rate: price.rate }], currency: job.currency,
    retroactive_rates: line.retroactive_rates === 'bill' ? 'bill' : 'unbilled_only',
  });
  const net = (hours: string) => priceTime({ billable_hours: hours, rate: price.rate, unit: price.unit, unit_hours: price.unit_hours, discount: line.discount ?? null, currency: job.currency });
  const snapshot = (): void => void done.entries.push({ id: entry.id, bill_rate: entry.bill_rate, bill_net: entry.bill_net, rate_why: entry.rate_why });
  if (result.rerated.length > 0) {
    const whole = net(entry.billable_hours);
    if (dec(whole.net).eq(entry.bill_net ?? '0')) return;
    snapshot();
    await em.update(TimeEntry, { id: entry.id }, { bill_rate: price.rate, bill_net: whole.net, rate_why: [...price.why, ...result.why] as never, updated_at: new Date() });
    const parts = await em.findBy(BillingEvent, { time_entry_id: entry.id, kind: 'time', status: In(OPEN_STATES) });
    let left = dec(whole.net);
    for (const [i, part] of parts.entries()) {
      done.events.push({ id: part.id, rate: part.rate, gross: part.gross, discount: part.discount, fee: part.fee, net: part.net, why: part.why });
      // Parts of an entry beyond a cap share its value by their hours; the last takes the rest.
      const share = parts.length === 1 ? whole : net(part.quantity);
      const own = i === parts.length - 1 ? left : dec(share.net);
      left = left.minus(own);
      await changeBillingEvent(em, part, parts.length === 1 ? { rate: price.rate, gross: whole.gross, discount: whole.discount, fee: whole.fee, net: whole.net, why: [...price.why, ...whole.why, ...result.why] } : { rate: price.rate, gross: own.toFixed(), discount: '0', fee: '0', net: own.toFixed(), why: [...price.why, ...result.why] });
    }
    return;
  }
  const [adjustment] = result.adjustments;
  if (!adjustment) return;
  const billed = await em.findOneBy(BillingEvent, { time_entry_id: entry.id, kind: 'time', status: 'invoiced' });
  if (!billed) return;
  snapshot();
  // The difference is of net value: the discount of the line is taken on it as on the work itself.
  const delta = dec(net(entry.billable_hours).net).minus(entry.bill_net ?? '0');
  await em.update(TimeEntry, { id: entry.id }, { bill_net: dec(entry.bill_net ?? '0').plus(delta).toFixed(), updated_at: new Date() });
  const raised = await raiseBilling(em, em.create(BillingEvent, {
    ...billed, id: newId(), kind: 'adjustment', source_version: `${billed.source_version}@${job.amendment_number}.${job.application_no}`, original_event_id: billed.id, description: `New rate of amendment ${job.amendment_number} for ${billed.description}`,
    quantity: adjustment.quantity, rate: adjustment.rate_delta, gross: delta.toFixed(), discount: '0', fee: '0', net: delta.toFixed(), status: 'ready', decision: 'invoiceable', hold_reason: null, invoice_id: null, invoice_line_no: null, version: 1, why: result.why, updated_at: new Date(),
  }));
  done.adjustments.push(raised.id);
}

/** Prices as they stood. An event that a draft has taken up in the meantime cannot be put back: finance returns the draft first. */
export async function restorePrices(em: EntityManager, job: AmendmentJob, kept: Repriced): Promise<void> {
  const ids = [...kept.events.map((e) => e.id), ...kept.adjustments];
  const events = ids.length === 0 ? [] : await em.findBy(BillingEvent, { id: In(ids) });
  const taken = events.filter((e) => !OPEN_STATES.includes(e.status) && e.status !== 'cancelled');
  if (taken.length > 0) throw new BusinessFailure('RECON_BREAK', job.business_key, `${taken.length} billing events priced by amendment ${job.amendment_number} stand on drafts or invoices: return the drafts, then retry`, { billing_events: taken.map((e) => e.id) }, [], job.legal_entity_code ?? undefined);
  for (const { id, ...price } of kept.events) {
    const event = events.find((e) => e.id === id)!;
    if (event.status !== 'cancelled') await changeBillingEvent(em, event, price);
  }
  for (const id of kept.adjustments) await changeBillingEvent(em, events.find((e) => e.id === id)!, { status: 'cancelled' });
  for (const { id, ...price } of kept.entries) await em.update(TimeEntry, { id }, { ...price, rate_why: price.rate_why as never, updated_at: new Date() });
}

async function bookOf(em: EntityManager, currency: string): Promise<RateBook> {
  const versions: StoredRecord<RateCardVersion>[] = await em.query(`select * from canonical_record where entity = 'rate_card_version' and not deleted and data->>'currency' = $1 and data->>'kind' = 'bill' order by id`, [currency]);
  return new RateBook(versions.flatMap(cardVersionInputs));
}

async function priceOf(em: EntityManager, entry: TimeEntry, { project, contract, client }: BillingTerms, line: ContractLine, book: RateBook) {
  const worker = await recordById<Worker>(em, entry.worker_id);
  const assignments: StoredRecord<Assignment>[] = await em.query(
    `select * from canonical_record where entity = 'assignment' and not deleted and status not in ('cancelled', 'declined') and data->>'worker_id' = $1 and data->>'project_id' = $2 and data->>'bill_rate_override' is not null order by id`, [entry.worker_id, entry.project_id]);
  const override = assignments.map((a) => a.data).find((a) => inRange(entry.work_date, a.start, a.end) && (!entry.role || a.role === entry.role));
  return resolveRate({
    entry: { work_date: entry.work_date, worker_id: worker?.data.worker_number, role: entry.role ?? undefined, region: worker?.data.region, work_type: entry.work_type },
    assignment: override ? { bill_rate_override: override.bill_rate_override, currency: contract!.data.currency } : null, cards: book,
    context: { contract_id: contract!.data.contract_number, contract_line_id: rateCardOn(line, entry.work_date), project_id: project.data.rate_card_code, client_id: client?.data.client_number, legal_entity_id: project.legal_entity_code, region: project.data.region, practice: project.data.practice, currency: contract!.data.currency },
  });
}
