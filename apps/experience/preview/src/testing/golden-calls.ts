import { dec } from '#lib/canonical';
import type { Answered } from './preview-server.js';

/** How a call of a published case is asked of a route, and where its results stand in the answer. */
export interface RouteOfCall {
  path: string;
  /** The body for the call's arguments. */
  body: (...args: any[]) => unknown;
  /** The results by the names the case uses. */
  read: (answer: Answered['body'], ...args: any[]) => unknown;
}

const DAY = '2026-01-05';
const OUTSIDE = { tax_rate: '0', zero_reason: 'outside_scope' };

/** A card that gives one price to any work. */
const card = (rate: string, currency: string, more: object = {}) => ({ card_version_id: 'any', scope_type: 'global', currency, effective_from: '2020-01-01', lines: [{ line_id: 'any', rate, ...more }] });
const priced = (entry: object, rate: string, currency: string, more: object = {}) => ({ currency, rate_cards: [card(rate, currency)], entries: [{ id: 'e', work_date: DAY, ...entry }], ...more });
const noNulls = (o: object) => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== null));
const cardOf = (v: any) => ({ ...noNulls(v), ...(v.work_type_uplifts && { work_type_uplifts: Object.entries(v.work_type_uplifts).map(([work_type, uplift]) => ({ work_type, uplift })) }) });
const schedule = (measure: object, price: string, currency: string, more: object = {}) => ({ currency, obligations: [{ id: 'po', price, ...measure, ...more }] });
const line = (answer: any) => answer.obligations[0].lines[0];

/** The calls of published cases that a preview route expresses. A call that is not here is named in the spec with the reason. */
export const GOLDEN_ROUTES: Record<string, RouteOfCall> = {
  resolveRate: {
    path: 'time-prices',
    body: ({ entry, cards, context }) => ({ currency: cards[0].currency, context, rate_cards: cards.map(cardOf), entries: [{ id: 'e', hours: '1', ...entry }] }),
    read: (a) => ({ ...a.entries[0], ok: true }),
  },
  priceTime: { path: 'time-prices', body: ({ billable_hours, rate, currency, discount, fee }) => priced({ hours: billable_hours, discount, fee }, rate, currency), read: (a) => ({ ...a.entries[0], currency: a.currency }) },
  laborCost: { path: 'time-prices', body: ({ hours, cost_rate, currency }) => priced({ hours, worker_id: 'w' }, '0', currency, { cost_rates: [{ worker_id: 'w', rate: cost_rate, effective_from: '2020-01-01' }] }), read: (a) => ({ cost: a.entries[0].cost, currency: a.currency }) },
  splitApprovedTime: {
    path: 'time-prices',
    body: ({ hours, billable_hours, rate, cost_rate, currency }) => priced({ hours, billable_hours, worker_id: 'w' }, rate, currency, { cost_rates: [{ worker_id: 'w', rate: cost_rate, effective_from: '2020-01-01' }] }),
    read: ({ entries: [e] }) => ({ cost: e.cost, chargeable: e.net, chargeable_hours: e.billable_hours, non_chargeable: e.non_billable_value, non_chargeable_hours: e.non_billable_hours }),
  },
  roundHours: { path: 'time-prices', body: ({ hours, factor, increment, mode }) => priced({ hours }, '0', 'USD', { time_factor: factor, time_increment: increment, policy: { time_rounding: mode } }), read: (a) => ({ hours: a.entries[0].billable_hours }) },
  minimumPerPeriod: { path: 'time-prices', body: ({ minimum_amount, nets, currency }) => ({ ...priced({ hours: '1' }, nets[0], currency), minimum_period_amount: minimum_amount }), read: ({ totals: t }) => ({ adjustment: { kind: 'adjustment', net: t.minimum_adjustment }, total: t.total }) },
  applyCaps: {
    path: 'time-prices',
    // Each entry's net is its price: hours at net / hours.
    body: ({ entries, levels, policy, currency }) => ({ currency, caps: levels, policy: { cap_policy: policy }, rate_cards: [card('0', currency)], entries: entries.map(({ net, hours, ...e }: any) => ({ ...e, hours, override: { rate: dec(net).div(hours).toFixed(), reason: 'published case', approved_by: 'A' } })) }),
    read: (a) => ({ billed_net: a.totals.billed_net, capped_net: a.totals.capped_net, exceeded_level: a.exceeded_level, entries: a.entries.map((e: any) => ({ ...e.cap, id: e.id })) }),
  },
  margin: { path: 'margins', body: (m) => ({ currency: 'USD', items: [{ id: 'm', ...m }] }), read: (a) => a.items[0] },
  markupAndMargin: { path: 'margins', body: ({ cost, price, markup }) => ({ currency: 'USD', items: [{ id: 'm', revenue: price ?? dec(markup).plus(1).times(cost).toFixed(), labor_cost: cost }] }), read: (a) => ({ ...a.items[0], price: a.items[0].revenue }) },
  lineNet: { path: 'invoice-drafts', body: ({ currency, ...l }) => ({ currency, invoice_date: DAY, lines: [{ id: 'l', event_date: DAY, ...l, ...OUTSIDE }] }), read: (a) => ({ net: a.drafts[0].lines[0].net }) },
  invoiceTotals: {
    path: 'invoice-drafts',
    body: ({ currency, lines, allowances, charges, prepaid, tax_rounding_mode }) => ({ currency, invoice_date: DAY, allowances, charges, prepaid, policy: { line_aggregation: 'none', tax_rounding_mode }, lines: lines.map((l: any, i: number) => ({ id: `l${i}`, event_date: DAY, ...l })) }),
    read: ({ drafts: [d] }) => ({ ...d, tax_lines: d.taxes }),
  },
  taxInclusive: { path: 'invoice-drafts', body: ({ gross, tax_rate, currency, order }) => ({ currency, invoice_date: DAY, tax_included: true, policy: { tax_inclusive_order: order }, lines: [{ id: 'l', event_date: DAY, net: gross, tax_rate }] }), read: ({ drafts: [d] }) => ({ gross: d.total, tax: d.tax_total, net: d.subtotal }) },
  adjustInvoice: { path: 'credit-memo-drafts', body: ({ invoice_total, paid, adjustment, currency }) => ({ currency, paid, lines: [{ id: 'l', net: invoice_total, credit: adjustment, ...OUTSIDE }] }), read: (a) => ({ ok: true, ...a.invoice }) },
  recognizeCostToCost: { path: 'revenue-schedules', body: ({ transaction_price, currency, recognized_to_date, progress_decimals, ...point }) => schedule({ cost_to_cost: { progress_decimals, points: [{ period_id: 'p', ...point }] } }, transaction_price, currency, { recognized_to_date }), read: line },
  costProgress: { path: 'revenue-schedules', body: (point) => schedule({ cost_to_cost: { points: [{ period_id: 'p', ...point }] } }, '1', 'USD'), read: line },
  lossProvision: {
    path: 'revenue-schedules',
    body: ({ transaction_price, cost_to_date, eac, etc, currency, gaap }) => ({ ...schedule({ cost_to_cost: { points: [{ period_id: 'p', cost_to_date, eac, etc }] } }, transaction_price, currency), policy: { gaap } }),
    read: (a, { cost_to_date }) => ({ ...line(a).loss, cost_with_provision: dec(cost_to_date).plus(line(a).loss.provision).toFixed(), progress: line(a).progress }),
  },
  recognizeHours: { path: 'revenue-schedules', body: ({ transaction_price, currency, recognized_to_date, planned_hours, ...point }) => schedule({ hours: { planned_hours, points: [{ period_id: 'p', ...point }] } }, transaction_price, currency, { recognized_to_date }), read: line },
  hoursProgress: { path: 'revenue-schedules', body: ({ planned_hours, ...point }) => schedule({ hours: { planned_hours, points: [{ period_id: 'p', ...point }] } }, '1', 'USD'), read: (a) => ({ progress: line(a).progress, denominator: line(a).why[0].numbers.denominator }) },
  straightLine: { path: 'revenue-schedules', body: ({ amount, start, end, currency }) => schedule({ straight_line: { start, end } }, amount, currency), read: (a) => ({ total_days: Number(line(a).why[0].numbers.total_days), lines: a.obligations[0].lines.map((l: any) => ({ amount: l.period_revenue, days: Number(l.why[0].numbers.days) })) }) },
  asInvoicedRevenue: { path: 'revenue-schedules', body: ({ work, invoices, from, to, currency }) => ({ currency, obligations: [{ id: 'po', as_invoiced: { work, invoices, periods: [{ period_id: 'p', start: from, end: to }] } }] }), read: (a) => ({ ...line(a), revenue: line(a).period_revenue }) },
  pointInTime: { path: 'revenue-schedules', body: ({ amount, invoiced_on, accepted_on, as_of, currency }) => schedule({ point_in_time: { invoiced_on, accepted_on, periods: [{ period_id: 'p', end: as_of }] } }, amount, currency), read: (a) => ({ ...line(a), revenue: line(a).cumulative_revenue }) },
  allocateTransactionPrice: { path: 'revenue-schedules', body: (b) => b, read: (a) => ({ ...a, obligations: a.obligations.map((o: any) => ({ id: o.id, allocated: o.price })) }) },
  variableConsideration: { path: 'revenue-schedules', body: ({ fixed, outcomes, method, currency }) => ({ currency, uncertain_price: { fixed, outcomes, method }, policy: { gaap: 'us_gaap' }, obligations: [{ id: 'po', ssp: '1' }] }), read: (a) => a.uncertain_price },
  modificationTreatment: { path: 'contract-modifications', body: (amendment) => ({ currency: 'USD', amendment }), read: (a) => a },
  separateContract: { path: 'contract-modifications', body: ({ currency, ...figures }) => ({ currency, amendment: { approved: true, adds_distinct_services: true, priced_at_ssp: true }, separate_contract: figures }), read: (a) => a.separate_contract },
  prospective: { path: 'contract-modifications', body: ({ currency, ...figures }) => ({ currency, amendment: { approved: true, remaining_distinct: 'yes' }, prospective: figures }), read: (a) => a.prospective },
  catchUp: { path: 'contract-modifications', body: ({ currency, ...figures }) => ({ currency, amendment: { approved: true, remaining_distinct: 'no' }, cumulative_catch_up: figures }), read: (a) => a.cumulative_catch_up },
  unapprovedChange: { path: 'contract-modifications', body: ({ approved, cost }) => ({ currency: 'USD', amendment: { approved }, cost_to_date: cost }), read: (a) => ({ ...a.unapproved, exception: a.exception }) },
  utilization: { path: 'utilizations', body: (definition, hours) => ({ definitions: [definition], workers: [{ worker_id: 'w', hours }] }), read: (a) => a.group[0] },
  utilizationBand: {
    path: 'utilizations',
    // The published case speaks of percentages or fractions; hours over 100 or 1 give the same figure.
    body: ({ utilization, target }) => ({ target: dec(target).gt(2) ? dec(target).div(100).toFixed() : target, workers: [{ worker_id: 'w', hours: { billable_hours: utilization, available_hours: dec(target).gt(2) ? '100' : '1' } }] }),
    read: (a) => ({ band: a.group[0].band }),
  },
  sumTotals: { path: 'utilizations', body: (list) => ({ workers: list.map((hours: any, i: number) => ({ worker_id: `w${i}`, hours })) }), read: (a) => ({ billable_hours: a.group[0].numerator, available_hours: a.group[0].denominator }) },
  capacityDay: { path: 'utilizations', body: ({ date, ...w }) => ({ from: date, to: date, workers: [{ worker_id: 'w', ...w }] }), read: (a) => a.workers[0].capacity },
  capacityPeriod: { path: 'utilizations', body: ({ from, to, ...w }) => ({ from, to, workers: [{ worker_id: 'w', ...w }] }), read: (a) => a.workers[0].capacity },
  convert: { path: 'currency-conversions', body: ({ amount, rate, quote, to_currency }) => ({ from_currency: 'XAF', to_currency, date: DAY, amounts: [{ id: 'a', amount }], rates: [{ from: 'XAF', to: to_currency, date: DAY, rate, quote }] }), read: (a) => ({ amount: a.amounts[0].amount }) },
  threeCurrencies: {
    path: 'currency-conversions',
    body: ({ amount, transaction_currency: from, functional_currency: to, functional_rate: rate, functional_quote: quote }) => ({ from_currency: from, to_currency: to, date: DAY, amounts: [{ id: 'a', amount }], rates: [{ from, to, date: DAY, rate, quote }] }),
    read: (a) => ({ functional: { amount: a.amounts[0].amount } }),
  },
  recognizeProgress: { path: 'revenue-schedules', body: ({ transaction_price, currency, recognized_to_date, progress, progress_decimals }) => schedule({ units: { total_units: '1', progress_decimals, points: [{ period_id: 'p', units_to_date: progress }] } }, transaction_price, currency, { recognized_to_date }), read: line },
  progressBilling: { path: 'invoice-drafts', body: ({ currency, ...progress_fee }) => ({ currency, invoice_date: DAY, lines: [{ id: 'l', event_date: DAY, progress_fee, ...OUTSIDE }] }), read: ({ drafts: [d] }) => ({ ok: true, bill: d.lines[0].net, earned: d.lines[0].why[0].numbers.earned }) },
};
