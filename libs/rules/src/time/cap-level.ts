import { dec, type Decimal, type DecimalInput } from '#lib/canonical';
import { RuleError } from '../error.js';
import { choice, num, numOr } from '../exact.js';

/** TM-5: what happens at the cap. */
export type CapPolicy = 'split_hold' | 'fail_whole' | 'adjust' | 'drop' | 'write_off_excess' | 'warn_only';

export const CAP_POLICIES: readonly CapPolicy[] = ['split_hold', 'fail_whole', 'adjust', 'drop', 'write_off_excess', 'warn_only'];

/** Which kinds of billing event count against a cap (TM-6). Default: labor only. */
export type CapScope = 'labor' | 'labor_and_expenses' | 'expenses';

/** One limit. Several apply at once; the one with the smallest room decides. */
export interface CapLevelInput {
  /** Name reported in the exception: `customer_on_line`, `line`, `customer`, `contract` … */
  level: string;
  cap_amount?: DecimalInput | null;
  cap_hours?: DecimalInput | null;
  /** Value already used: on invoices, on drafts, and otherwise promised. Default 0. */
  invoiced?: DecimalInput;
  on_drafts?: DecimalInput;
  committed?: DecimalInput;
  /** The same in hours, for `cap_hours`. When only `cap_hours` is set, the three above are read as hours. */
  invoiced_hours?: DecimalInput;
  on_draft_hours?: DecimalInput;
  committed_hours?: DecimalInput;
  cap_scope?: CapScope;
  /** `day`: the cap is per work date; default: for the whole life of the level. */
  per?: 'life' | 'day';
  /** `worker`: one cap for each worker; default: shared by the team. */
  by?: 'team' | 'worker';
}

export interface CapEntryInput {
  id: string;
  work_date: string;
  /** Instant of approval, ISO 8601 UTC. */
  approved_at?: string | null;
  /** Net value excluding tax. Negative for a reversal, which restores room. */
  net: DecimalInput;
  hours?: DecimalInput | null;
  kind?: 'time' | 'expense';
  worker_id?: string;
  /** The entry of the same run that this one reverses: it takes back exactly that entry's split. */
  reverses_id?: string | null;
}

interface Room {
  amount: Decimal | null;
  hours: Decimal | null;
}

/** A limit with the room left in each of its buckets (one, per day, or per worker). Negative room means it was exceeded before. */
export class CapLevel {
  private readonly rooms = new Map<string, Room>();
  private readonly full: Room;

  constructor(readonly input: CapLevelInput) {
    choice(input.cap_scope, ['labor', 'labor_and_expenses', 'expenses'], 'cap_scope', 'TM-6');
    this.full = { amount: this.fullAmount(), hours: this.fullHours() };
    if (this.full.amount === null && this.full.hours === null) throw new RuleError('INVALID_INPUT', 'TM-5', `cap level ${input.level} has neither cap_amount nor cap_hours`);
  }

  private fullAmount(): Decimal | null {
    const { input } = this;
    if (input.cap_amount === undefined || input.cap_amount === null) return null;
    return num(input.cap_amount, 'cap_amount').minus(numOr(input.invoiced, 0, 'invoiced')).minus(numOr(input.on_drafts, 0, 'on_drafts')).minus(numOr(input.committed, 0, 'committed'));
  }

  private fullHours(): Decimal | null {
    const { input } = this;
    if (input.cap_hours === undefined || input.cap_hours === null) return null;
    const onlyHours = input.cap_amount === undefined || input.cap_amount === null;
    const used = (field: 'invoiced' | 'on_draft' | 'committed', amountField: 'invoiced' | 'on_drafts' | 'committed'): Decimal =>
      input[`${field}_hours`] === undefined && onlyHours ? numOr(input[amountField], 0, amountField) : numOr(input[`${field}_hours`], 0, `${field}_hours`);
    return num(input.cap_hours, 'cap_hours')
      .minus(used('invoiced', 'invoiced'))
      .minus(used('on_draft', 'on_drafts'))
      .minus(used('committed', 'committed'));
  }

  /** TM-6: is this entry counted here? */
  counts(entry: CapEntryInput): boolean {
    const scope = this.input.cap_scope ?? 'labor';
    return scope === 'labor_and_expenses' || (entry.kind === 'expense') === (scope === 'expenses');
  }

  room(entry: CapEntryInput): Room {
    return this.rooms.get(this.bucket(entry)) ?? this.full;
  }

  use(entry: CapEntryInput, amount: Decimal, hours: Decimal): void {
    const left = this.room(entry);
    this.rooms.set(this.bucket(entry), { amount: left.amount === null ? null : left.amount.minus(amount), hours: left.hours === null ? null : left.hours.minus(hours) });
  }

  /** Room left where the level has one bucket; null when it has one per day or worker. */
  left(): Room | null {
    return this.input.per === 'day' || this.input.by === 'worker' ? null : (this.rooms.get('') ?? this.full);
  }

  private bucket(entry: CapEntryInput): string {
    const date = this.input.per === 'day' ? entry.work_date : '';
    const worker = this.input.by === 'worker' ? `\u0000${entry.worker_id ?? ''}` : '';
    return `${date}${worker}`;
  }
}

/** Net per hour kept exact: the part of `net` that belongs to `part` of `hours`. */
export function netOfHours(net: Decimal, part: Decimal, hours: Decimal): Decimal {
  return hours.isZero() ? dec(0) : net.times(part).div(hours);
}
