import type { Amendment, Contract, ContractLine } from '#lib/canonical';
import { type AmendmentStep, behindEnd, type ContractStretch } from '#lib/rules';
import type { StoredRecord } from '#lib/store';

/** One line the amendment touches: as it stands, and as it leaves it. `before` is null for a line that is added. */
export interface TouchedLine {
  line_no: string;
  before: ContractLine | null;
  after: ContractLine;
}

/** An amendment that may be applied, with all that its steps work on. Survives JSON. */
export interface AmendmentJob {
  amendment_id: string;
  application_no: number;
  contract_id: string;
  contract_number: string;
  amendment_number: string;
  business_key: string;
  legal_entity_code: string | null;
  currency: string;
  effective_date: string;
  correlation_id: string;
  contract_source_id: string;
  amendment_source_id: string;
  touched: TouchedLine[];
  /** Steps that an earlier attempt, which broke off for a technical reason, has done. */
  done: AmendmentStep[];
}

export interface AmendmentAtHand {
  amendment: StoredRecord<Amendment>;
  contract: StoredRecord<Contract>;
}

export const businessKeyOf = (contractNumber: string, amendmentNumber: string): string => `amendment:${contractNumber}:${amendmentNumber}`;

/** The stretch over which a contract's lines are valued; an open end is looked at for a year from the amendment. */
export function stretchOf(contract: Contract, effectiveDate: string): ContractStretch {
  return { currency: contract.currency, start: contract.start ?? contract.signed_date ?? effectiveDate, until: behindEnd(contract.end, effectiveDate) };
}

/** The lines of the contract as the amendment leaves them. */
export function linesAfter(contract: Contract, touched: readonly TouchedLine[]): ContractLine[] {
  const by = new Map(touched.map((t) => [t.line_no, t.after]));
  const kept = contract.lines.map((line) => by.get(line.line_no) ?? line);
  const added = touched.filter((t) => t.before === null && !contract.lines.some((line) => line.line_no === t.line_no)).map((t) => t.after);
  return [...kept, ...added].sort((a, b) => Number(a.line_no) - Number(b.line_no));
}
