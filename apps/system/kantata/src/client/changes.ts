import { byOffset, ForeignCursor } from '#lib/connector';
import { secondsOf } from '../mappers/values.js';
import type { Listed, Row } from './envelope.js';
import { type Ctx, list, MOST, type Query } from './listing.js';
import type { ChangedRow, Part, Section, Span } from './walk.js';

/** A list that can be asked for what changed between two instants. */
export interface ChangingList {
  plural: string;
  query?: Query;
  /** The instant it is filtered by. Default `updated_at`. */
  by?: 'updated_at' | 'created_at';
  /** The order that stands in for one by that instant, where the list has none. */
  order?: string;
  /** Most rows of a page, where joining them takes further calls. */
  most?: number;
  /** Completes the rows of an answer; may leave some out. */
  join?(page: Listed): Promise<ChangedRow[]>;
}

/**
 * The changes of a list, oldest first. Kantata's filters and instants are whole seconds and rows of one second have no order of their own, so a page ends
 * between two seconds; a second with more rows than fit on a page is walked by offset. Nothing slips: rows only ever move on, to a later second.
 */
export function changes(ctx: Ctx, of: ChangingList): Section {
  return async (span, from, limit) => {
    const walk = new Walk(ctx, of, Math.max(2, Math.min(limit, of.most ?? MOST)));
    const [after, place] = from === null ? [span.after, undefined] : placeOf(from);
    if (place !== undefined) return walk.second(after, place);
    if (span.upTo !== null && after >= span.upTo) return { rows: [], next: null, answeredAt: span.upTo };
    return of.order === undefined ? walk.keyset({ ...span, after }) : walk.slice({ ...span, after });
  };
}

function placeOf(from: string): [number, string | undefined] {
  const [, after, place] = /^(-?\d{1,11})(?:@(.*))?$/.exec(from) ?? [];
  if (after === undefined) throw new ForeignCursor('holds a position that is not one of this feed');
  return [Number(after), place];
}

class Walk {
  private readonly by: 'updated_at' | 'created_at';

  constructor(private readonly ctx: Ctx, private readonly of: ChangingList, private readonly limit: number) {
    this.by = of.by ?? 'updated_at';
  }

  /** For a list that can be ordered by change: the page up to its last second. */
  async keyset(span: Span, askedAfter = span.after): Promise<Part> {
    const page = await this.ask({ ...span, after: askedAfter }, `${this.by}:asc`);
    if (page.rows.length >= page.total) return this.part(page, page.rows, span, null);
    const last = this.at(page.rows.at(-1)!);
    // Only filters that are not strict give a page of what was read already.
    if (last <= span.after) return this.keyset(span, span.after + 1);
    const whole = page.rows.filter((row) => this.at(row) < last);
    return whole.some((row) => this.at(row) > span.after) ? this.part(page, whole, span, `${last - 1}`) : this.second(last, null);
  }

  /** For a list that cannot: the span is cut down to what fits into one answer. */
  async slice(span: Span): Promise<Part> {
    let upTo = span.upTo;
    let answeredAt = 0;
    for (;;) {
      const page = await this.ask({ ...span, upTo }, this.of.order!);
      answeredAt ||= this.newest(page);
      if (page.rows.length >= page.total) {
        const done = upTo === null || upTo >= (span.upTo ?? answeredAt);
        return { ...(await this.part(page, page.rows, { ...span, upTo }, done ? null : `${upTo}`)), answeredAt };
      }
      if (upTo !== null && upTo - span.after <= 1) return { ...(await this.second(upTo, null)), answeredAt };
      upTo = cut(page.rows.map((row) => this.at(row)), span.after, upTo);
    }
  }

  /** The rows of one second, by offset. */
  async second(second: number, from: string | null): Promise<Part> {
    const span = { after: second - 1, upTo: second };
    let page!: Listed;
    const found = await byOffset<Row>({ from: from === '' ? null : from, limit: this.limit }, (row) => row.id, async (offset, limit) => {
      page = await this.ask(span, this.of.order ?? 'created_at:asc', limit, offset);
      return page;
    });
    return this.part(page, found.rows, span, found.next === null ? `${second}` : `${second}@${found.next}`);
  }

  /** Whole seconds, with filters taken as strict: should they not be, there are more rows, which `part` takes off again. */
  private ask(span: Span, order: string, limit = this.limit, offset = 0): Promise<Listed> {
    const name = this.by.slice(0, -3);
    return list(this.ctx, this.of.plural, {
      ...this.of.query, [`${name}_after`]: span.after < 0 ? undefined : iso(span.after), [`${name}_before`]: span.upTo === null ? undefined : iso(span.upTo + 1), order, limit, offset,
    });
  }

  private async part(page: Listed, asked: Row[], span: Span, next: string | null): Promise<Part> {
    const rows = asked.filter((row) => this.at(row) > span.after && (span.upTo === null || this.at(row) <= span.upTo));
    const joined = this.of.join ? await this.of.join({ ...page, rows }) : rows.map((row): ChangedRow => ({ ...row, changed_at: String(row[this.by]) }));
    return { rows: joined.sort(byChange), next, answeredAt: this.newest(page) };
  }

  /** Kantata's clock; should its web servers run behind its rows, the newest row. */
  private newest(page: Listed): number {
    return Math.max(page.answeredAt, ...page.rows.map((row) => this.at(row)));
  }

  private at(row: Row): number {
    return secondsOf(row[this.by]);
  }
}

/** A second that parts the sampled ones in two; always before `upTo` and after `after`. */
function cut(sample: number[], after: number, upTo: number | null): number {
  const inside = sample.filter((s) => s > after && (upTo === null || s < upTo)).sort((a, b) => a - b);
  return inside[inside.length >> 1] ?? (upTo === null ? Math.max(after + 1, ...sample) : upTo - 1);
}

const iso = (second: number): string => new Date(second * 1000).toISOString();

/** Oldest change first; of one second, what is no longer in force before what is, then by id. */
function byChange(a: ChangedRow, b: ChangedRow): number {
  return secondsOf(a.changed_at) - secondsOf(b.changed_at) || Number(b['over'] ?? false) - Number(a['over'] ?? false) || Number(a.id) - Number(b.id);
}
