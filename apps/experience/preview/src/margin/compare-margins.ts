import { sum } from '#lib/canonical';
import { contributionMargin, currencyDigits, margin, type MarginInput, markupAndMargin, roundMoney } from '#lib/rules';
import { accepted } from '../refusal/refusals.js';
import { given } from '../request/given.js';
import type { EarnedAndSpent, MarginAnswer, MarginFigures, MarginRequest } from './margin.dto.js';

const AMOUNTS = ['revenue', 'labor_cost', 'expense_cost', 'subcontract_cost', 'selling_cost', 'practice_cost'] as const;

/** Project, delivery and contribution margin of each item and of all together. */
export function compareMargins(sent: MarginRequest): MarginAnswer {
  const { currency, items } = given(sent);
  accepted('currency', () => currencyDigits(currency));
  const total = Object.fromEntries(AMOUNTS.map((name) => [name, sum(items.map((i) => i[name] ?? '0')).toFixed()])) as Omit<EarnedAndSpent, 'id'>;
  return { currency, items: items.map(({ id, ...item }) => ({ id, ...figuresOf(item, currency) })), total: figuresOf(total, currency) };
}

/** MET-4, MET-5 and MET-6 of one set of amounts. */
function figuresOf(amounts: Omit<EarnedAndSpent, 'id'>, currency: string): MarginFigures {
  const { why: _part, ...project } = margin(amounts as MarginInput);
  const contribution = contributionMargin(amounts);
  const { markup, why: marked } = markupAndMargin({ cost: project.cost, price: project.revenue });
  const show = (amount: string): string => roundMoney(amount, currency);
  return {
    revenue: show(project.revenue), cost: show(project.cost), margin_amount: show(project.margin_amount), margin: project.margin, delivery_margin: project.delivery_margin,
    contribution_amount: show(contribution.amount), contribution_margin: contribution.margin, markup, why: [...contribution.why, ...marked],
  };
}
