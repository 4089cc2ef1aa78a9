import { addDays, dec, monthEnd, monthOf, plainDecimal, sum } from '#lib/canonical';
import { translateStatement } from '#lib/rules';
import { spotRate } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { closingRate, functionalCurrency, needed } from './rates.js';

/** Roles of the result; all others stand in the balance sheet. */
const RESULT = ['revenue_services', 'revenue_expense_reimbursement', 'labor_cost', 'expense_cost', 'provision_expense', 'fx_gain_loss', 'rounding'];

/** The result of one account in a month. Income positive, cost negative, decimal text. */
export interface TranslatedAccount {
  account_role: string;
  functional: string;
  reporting: string;
}

/** The statement of one legal entity and month in another currency, of what the gateway posted. */
export interface Translation {
  functional_currency: string;
  reporting_currency: string;
  /** Of the last day of the month. */
  closing_rate: string;
  accounts: TranslatedAccount[];
  result: { functional: string; reporting: string };
  opening_net_assets: { functional: string; reporting: string };
  closing_net_assets: { functional: string; reporting: string };
  translation_reserve_change: string;
  /** All of it so far: closing net assets less every result at the rates of its days. */
  translation_reserve: string;
  why: { rule: string; detail: string }[];
}

interface Item {
  account_role: string;
  date: string;
  amount: string;
  rate: string;
}

/**
 * FX-5: income and cost at the rate of their posting date, net assets at the closing rate, the difference to the translation reserve. Net assets are what the results so far left behind.
 * @throws BusinessFailure FX_RATE_MISSING, MISSING_LEGAL_ENTITY
 */
export async function translation(em: EntityManager, p: { legal_entity: string; period: string }, reporting: string): Promise<Translation> {
  const functional = await functionalCurrency(em, p.legal_entity);
  const items = await resultItems(em, p, functional, reporting);
  const [before, within] = [items.filter((i) => monthOf(i.date) < p.period), items.filter((i) => monthOf(i.date) === p.period)];
  const opening = sum(before.map((i) => i.amount));
  const openingRate = opening.isZero() ? '1' : needed(await closingRate(em, functional, reporting, monthOf(addDays(`${p.period}-01`, -1))), functional, reporting, `opening of ${p.period}`);
  const closing_rate = needed(await closingRate(em, functional, reporting, p.period), functional, reporting, `closing of ${p.period}`);
  // Net assets without a result, carried from nothing: what they come to at that rate.
  const carried = translateStatement({ result_items: [], opening_net_assets: opening, opening_reporting: '0', closing_rate: openingRate, reporting_currency: reporting }).closing_net_assets;
  const statement = (list: Item[], open: string, openReporting: string) => translateStatement({ result_items: list, opening_net_assets: open, opening_reporting: openReporting, closing_rate, reporting_currency: reporting });
  const month = statement(within, opening.toFixed(), carried);
  const ever = statement(items, '0', '0');
  const roles = [...new Set(within.map((i) => i.account_role))].sort();
  return {
    functional_currency: functional, reporting_currency: reporting, closing_rate,
    accounts: roles.map((account_role) => {
      const own = within.filter((i) => i.account_role === account_role);
      return { account_role, functional: plainDecimal(sum(own.map((i) => i.amount))), reporting: statement(own, '0', '0').result };
    }),
    result: { functional: plainDecimal(sum(within.map((i) => i.amount))), reporting: month.result },
    opening_net_assets: { functional: plainDecimal(opening), reporting: carried },
    closing_net_assets: { functional: plainDecimal(opening.plus(sum(within.map((i) => i.amount)))), reporting: month.closing_net_assets },
    translation_reserve_change: month.translation_reserve_change, translation_reserve: ever.translation_reserve_change, why: month.why.map(({ rule, detail }) => ({ rule, detail })),
  };
}

/** What every posting day brought to each account of the result, with the rate of that day. */
async function resultItems(em: EntityManager, p: { legal_entity: string; period: string }, functional: string, reporting: string): Promise<Item[]> {
  const rows: { account_role: string; date: string; amount: string }[] = await em.query(
    `select l->>'account_role' as account_role, j.posting_date::text as date, sum((l->>'credit')::numeric - (l->>'debit')::numeric)::text as amount from journal j cross join jsonb_array_elements(j.lines) l
     where j.legal_entity_code = $1 and j.posting_date <= $2 and j.status in ('posted', 'reversed') and l->>'account_role' = any($3) group by 1, 2 order by 2, 1`,
    [p.legal_entity, monthEnd(`${p.period}-01`), RESULT]);
  const rates = new Map<string, string>();
  for (const date of new Set(rows.map((r) => r.date))) rates.set(date, needed(await spotRate(em, functional, reporting, date), functional, reporting, `postings of ${date}`));
  return rows.filter((r) => !dec(r.amount).isZero()).map((r) => ({ ...r, rate: rates.get(r.date)! }));
}
