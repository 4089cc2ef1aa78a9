import { type Contract, type ContractLine, sum } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import { recognitionTiming, type RuleTrace } from '#lib/rules';
import { fixedPrice, type Span, spanOf } from './line-price.js';

/** What of a line an obligation stands for (see `PerformanceObligation.component`). */
export type Component = 'fixed' | 'work' | 'expense' | 'usage' | 'overage' | 'periodic';

/** An obligation as the terms of a contract describe it, before prices are allocated. */
export interface DescribedObligation extends Span {
  code: string;
  component: Component;
  description: string | null;
  lines: ContractLine[];
  /** Fixed price of its lines; `0` outside the allocation. */
  price: string;
  ssp: string;
  ssp_method: string;
  timing: 'over_time' | 'point_in_time';
  criterion: string | null;
  measure: string;
  is_series: boolean;
  why: RuleTrace[];
}

/** How progress of a fixed price is measured when the line does not say (REV-3…10). */
const MEASURE: Record<string, string> = { fixed_fee: 'cost_to_cost', milestone: 'output_milestone', retainer: 'units', managed_services: 'straight_line', subscription: 'straight_line' };
const MEASURES = ['cost_to_cost', 'hours', 'output_milestone', 'units', 'straight_line', 'point_in_time'];

/**
 * Step 2 of the model: the obligations of a contract. Lines with one obligation code are one obligation, a line without a code is one of its own; what a
 * line bills as it is worked, used or drawn stands beside its fixed price as an obligation outside the allocation. INVALID_TERMS names line and field.
 */
export function describeObligations(contract: Contract, lines = contract.lines): DescribedObligation[] {
  const groups = new Map<string, { code: string; component: Component; lines: ContractLine[] }>();
  for (const line of lines.filter((l) => l.status === 'active')) {
    const base = line.obligation?.code ?? `L${line.line_no}`;
    for (const component of componentsOf(line, contract)) {
      const code = component === 'fixed' || component === 'periodic' || (component === 'work' && line.contract_type === 'time_and_materials') || (component === 'expense' && line.contract_type === 'expense') ? base : `${base}:${component}`;
      const group = groups.get(code) ?? { code, component, lines: [] };
      if (group.component !== component) throw invalid(contract, line, 'obligation.code', `obligation ${code} mixes a fixed price with work billed as it is done: give them codes of their own`);
      groups.set(code, { ...group, lines: [...group.lines, line] });
    }
  }
  return [...groups.values()].sort((a, b) => (a.code < b.code ? -1 : 1)).map((g) => describe(contract, g));
}

function componentsOf(line: ContractLine, contract: Contract): Component[] {
  const priced: Component[] = fixedPrice(line, spanOf(line, contract), contract.currency) === null ? [] : ['fixed'];
  switch (line.contract_type) {
    case 'time_and_materials': return ['work', ...(line.included_classes.includes('expense') ? ['expense' as const] : [])];
    case 'expense': return ['expense'];
    case 'retainer': return line.retainer?.unit === 'money' ? ['work'] : [priced[0] ?? 'periodic', ...(billsOverage(line) ? ['overage' as const] : [])];
    case 'managed_services': case 'subscription': {
      const base: Component[] = line.recurring ? [priced[0] ?? 'periodic'] : priced;
      return [...base, ...((line.usage ?? []).some((u) => u.tiers.length > 0) ? ['usage' as const] : []), ...(line.retainer && billsOverage(line) ? ['overage' as const] : [])];
    }
    default:
      if (priced.length === 0) throw invalid(contract, line, 'amount', 'a fixed price or a schedule of amounts is missing');
      return priced;
  }
}

const billsOverage = (line: ContractLine): boolean => (line.retainer?.overage_policy ?? 'bill') === 'bill';

function describe(contract: Contract, g: { code: string; component: Component; lines: ContractLine[] }): DescribedObligation {
  const first = g.lines[0]!;
  const stated = <T>(read: (l: ContractLine) => T | undefined, field: string): T | undefined => {
    const values = [...new Set(g.lines.map(read).filter((v) => v !== undefined))];
    if (values.length > 1) throw invalid(contract, first, field, `the lines of obligation ${g.code} say ${values.join(' and ')}`);
    return values[0];
  };
  const spans = g.lines.map((l) => spanOf(l, contract));
  const span: Span = { start: spans.map((s) => s.start).filter((s) => s !== null).sort()[0] ?? null, end: spans.some((s) => s.end === null) ? null : spans.map((s) => s.end!).sort().at(-1)! };
  const price = g.component === 'fixed' ? sum(g.lines.map((l, i) => fixedPrice(l, spans[i]!, contract.currency)!)).toFixed() : '0';
  const method = stated((l) => l.obligation?.ssp_method, 'obligation.ssp_method') ?? 'observable';
  const ssp = method === 'residual' ? '0' : stated((l) => l.obligation?.ssp, 'obligation.ssp') ?? price;
  const head = { ...span, code: g.code, component: g.component, description: first.obligation?.description ?? first.description ?? null, lines: g.lines, price, ssp, ssp_method: method, is_series: stated((l) => l.obligation?.is_series, 'obligation.is_series') ?? first.recurring !== undefined };
  if (g.component !== 'fixed') {
    const timing = recognitionTiming({ contract_type: 'time_and_materials' });
    return { ...head, timing: timing.timing, criterion: timing.criterion, measure: g.component === 'periodic' ? (first.recurring ? 'straight_line' : 'units') : 'as_invoiced', why: timing.why };
  }
  const right = stated((l) => l.obligation?.enforceable_right_to_payment, 'obligation.enforceable_right_to_payment');
  const asked = stated((l) => l.obligation?.measure, 'obligation.measure');
  if (asked !== undefined && !MEASURES.includes(asked)) throw invalid(contract, first, 'obligation.measure', `${asked} cannot measure a fixed price: use one of ${MEASURES.join(', ')}`);
  const judged = recognitionTiming({ contract_type: first.contract_type as never, enforceable_right_to_payment: right ?? (asked !== undefined && asked !== 'point_in_time') });
  const timing = (stated((l) => l.obligation?.timing, 'obligation.timing') as DescribedObligation['timing'] | undefined) ?? (asked === 'point_in_time' ? 'point_in_time' : judged.timing);
  const measure = timing === 'point_in_time' ? 'point_in_time' : asked ?? MEASURE[first.contract_type] ?? 'cost_to_cost';
  if (measure === 'straight_line' && (!span.start || !span.end)) throw invalid(contract, first, 'end', 'straight-line revenue needs a start and an end');
  return { ...head, timing, criterion: timing === 'over_time' ? judged.criterion : null, measure, why: judged.why };
}

function invalid(contract: Contract, line: ContractLine, field: string, detail: string): BusinessFailure {
  return new BusinessFailure('INVALID_TERMS', undefined, `Contract ${contract.contract_number} line ${line.line_no}: ${detail}`, { contract: contract.contract_number, line_no: line.line_no, field });
}
