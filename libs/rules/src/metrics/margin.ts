import { type DecimalInput } from '#lib/canonical';
import { num, numOr, ratioOrNull, ratioText, text } from '../exact.js';
import { why, type RuleTrace } from '../trace.js';

export interface MarginInput {
  revenue: DecimalInput;
  /** At burdened rates. */
  labor_cost?: DecimalInput;
  expense_cost?: DecimalInput;
  subcontract_cost?: DecimalInput;
}

export interface Margin {
  revenue: string;
  cost: string;
  margin_amount: string;
  /** Fraction of revenue; null without revenue. */
  margin: string | null;
  /** Labor only, shown apart. */
  delivery_margin: string | null;
  why: RuleTrace[];
}

/** MET-4: `(revenue - labor - expense - subcontract) / revenue`. */
export function margin(input: MarginInput): Margin {
  const revenue = num(input.revenue, 'revenue');
  const labor = numOr(input.labor_cost, 0, 'labor_cost');
  const cost = labor.plus(numOr(input.expense_cost, 0, 'expense_cost')).plus(numOr(input.subcontract_cost, 0, 'subcontract_cost'));
  const amount = revenue.minus(cost);
  return {
    revenue: text(revenue), cost: text(cost), margin_amount: text(amount), margin: ratioOrNull(amount, revenue), delivery_margin: ratioOrNull(revenue.minus(labor), revenue),
    why: [why('MET-4', 'revenue less direct cost over revenue', { revenue, cost, margin: amount })],
  };
}

/** MET-5: project margin less variable selling cost and directly attributable practice cost. */
export function contributionMargin(input: MarginInput & { selling_cost?: DecimalInput; practice_cost?: DecimalInput }): { amount: string; margin: string | null; why: RuleTrace[] } {
  const project = margin(input);
  const amount = num(project.margin_amount, 'margin').minus(numOr(input.selling_cost, 0, 'selling_cost')).minus(numOr(input.practice_cost, 0, 'practice_cost'));
  return { amount: text(amount), margin: ratioOrNull(amount, num(input.revenue, 'revenue')), why: [...project.why, why('MET-5', 'less selling and practice cost', { amount })] };
}

/** MET-6: markup is on cost, margin on price; `margin = markup / (1 + markup)`. Give cost and either price or markup. */
export function markupAndMargin(input: { cost: DecimalInput; price?: DecimalInput; markup?: DecimalInput }): { price: string; markup: string | null; margin: string | null; why: RuleTrace[] } {
  const cost = num(input.cost, 'cost');
  const price = input.price === undefined ? cost.times(num(input.markup, 'markup').plus(1)) : num(input.price, 'price');
  const profit = price.minus(cost);
  return { price: text(price), markup: ratioOrNull(profit, cost), margin: ratioOrNull(profit, price), why: [why('MET-6', 'markup over cost, margin over price', { cost, price })] };
}

/** MET-6: margin from a markup alone. */
export function marginOfMarkup(markup: DecimalInput): string {
  const m = num(markup, 'markup');
  return ratioText(m.div(m.plus(1)));
}

/** MET-3: recognized revenue less billable expenses and subcontractor pass-through. */
export function netServicesRevenue(input: { recognized_revenue: DecimalInput; billable_expenses?: DecimalInput; subcontractor_pass_through?: DecimalInput }): { net_services_revenue: string; why: RuleTrace[] } {
  const net = num(input.recognized_revenue, 'recognized_revenue').minus(numOr(input.billable_expenses, 0, 'billable_expenses')).minus(numOr(input.subcontractor_pass_through, 0, 'subcontractor_pass_through'));
  return { net_services_revenue: text(net), why: [why('MET-3', 'less pass-through', { net })] };
}
