import { addDays, type Amendment, type Contract, type ContractLine, type LineChange } from '#lib/canonical';
import { BusinessFailure } from '#lib/process';
import type { TouchedLine } from './job.js';

/** What each line of an amendment makes of the contract's line from the effective date on. Refuses changes of lines that are not there, and additions of lines that are. */
export function touchedLines(contract: Contract, amendment: Amendment, businessKey: string): TouchedLine[] {
  const refuse = (line: string, message: string): BusinessFailure => new BusinessFailure('INVALID_TERMS', businessKey, message, { field: `line_changes[${line}]`, contract_number: contract.contract_number });
  if (amendment.line_changes.length === 0) throw refuse('', `Amendment ${amendment.amendment_number} of ${contract.contract_number} changes no line`);
  const seen = new Set<string>();
  return amendment.line_changes.map((change) => {
    const { line_no } = change;
    if (seen.has(line_no)) throw refuse(line_no, `Amendment ${amendment.amendment_number} says two things of line ${line_no}`);
    seen.add(line_no);
    const before = contract.lines.find((line) => line.line_no === line_no) ?? null;
    if (change.action === 'add' && before) throw refuse(line_no, `Line ${line_no} is to be added, and contract ${contract.contract_number} has it already`);
    if (change.action !== 'add' && !before) throw refuse(line_no, `Line ${line_no} is to be changed, and contract ${contract.contract_number} has no such line`);
    if (change.action !== 'end' && !change.terms) throw refuse(line_no, `Line ${line_no} of the amendment has no terms`);
    return { line_no, before, after: after(change, before, amendment.effective_date, refuse) };
  });
}

function after(change: LineChange, before: ContractLine | null, from: string, refuse: (line: string, message: string) => BusinessFailure): ContractLine {
  if (change.action === 'end') {
    const line = before!;
    if (line.amount !== undefined && line.amount !== null) throw refuse(line.line_no, `Line ${line.line_no} has a fixed price: it ends by a change of its amount and its bills, not by itself`);
    return { ...line, end: addDays(from, -1), ...(line.recurring ? { recurring: { ...line.recurring, service_end: from } } : {}) };
  }
  const terms = change.terms!;
  if (!before) return { ...terms, start: terms.start ?? from };
  const line = { ...terms, ...(terms.start === undefined && before.start !== undefined ? { start: before.start } : {}) };
  if (line.rate_card_code === before.rate_card_code) return before.earlier_rate_cards ? { ...line, earlier_rate_cards: before.earlier_rate_cards } : line;
  // Work of the time before the amendment keeps its card, whenever it is recorded (MOD-7).
  return { ...line, earlier_rate_cards: [...(before.earlier_rate_cards ?? []), { ...(before.rate_card_code ? { rate_card_code: before.rate_card_code } : {}), before: from }] };
}
