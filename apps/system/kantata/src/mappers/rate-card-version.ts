import { addDays, type RateCardVersion, type RateLine } from '#lib/canonical';
import type { Mapped } from '#lib/connector';
import type { Row } from '../client/envelope.js';
import { amount, carried, type FieldPlan } from './values.js';

/** A rate card version with what belongs to it, joined. */
export interface RateCardRow extends Row {
  /** Absent when the token may not see it. */
  set?: Row;
  card?: Row;
  version_no: string;
  /** First day of the next version of the same card. */
  next_from: string | null;
  /** Another version of the card begins on the same day and was made later. */
  superseded: boolean;
  /** Rates by role; the code is absent when the token may not see the role. */
  roles: { id: string; role_id: string; code?: string; /** Subunits of the card's currency. */ rate: unknown }[];
  base_unit: number;
}

export const RATE_CARD: FieldPlan = {
  mapped: ['id', 'effective_date', 'default_rate', 'set', 'card', 'version_no', 'next_from', 'superseded', 'roles', 'base_unit', 'updated_at'],
  dropped: { rate_card_id: 'read as card', rate_card_set_version_id: 'read as version_no', created_at: 'the effective date counts' },
};

/** The scope a card's code says (docs/vendors/tenant-conventions.md). */
export function scopeOf(code: string): { scope_type: string; scope_key?: string } {
  if (code === 'GLOBAL') return { scope_type: 'global' };
  const [, kind, key] = /^(LE|CLIENT|PROJECT)-(.+)$/.exec(code) ?? [];
  if (kind === 'LE') return { scope_type: 'legal_entity', scope_key: key };
  if (kind === 'CLIENT') return { scope_type: 'client', scope_key: key };
  if (kind === 'PROJECT') return { scope_type: 'project', scope_key: key };
  return { scope_type: 'contract', scope_key: code };
}

/**
 * Kantata has no approval of rate cards: what is in it, from its date on, is in force; taking a card out of use hides it from new projects and leaves
 * past prices as they were. A version that cannot be read whole is a problem, never a version with a rate less.
 */
export function mapRateCardVersion(row: RateCardRow): Mapped<Partial<RateCardVersion>> {
  const unseen = unseenPart(row);
  if (unseen) return { data: {}, problem: { code: 'SCHEMA_DRIFT', field: 'rate_card_version', value: row.id, message: `Rate card version ${row.id} of Kantata cannot be read whole: ${unseen} is not visible to the token` } };
  const code = String(row.set!.title).trim();
  const currency = String(row.card!.currency);
  const lines: RateLine[] = row.roles.map((r) => ({ line_id: r.id, role: r.code, unit: 'hour', rate: amount(r.rate, row.base_unit) }));
  if (row.default_rate !== null && row.default_rate !== undefined) lines.push({ line_id: 'default', unit: 'hour', rate: amount(row.default_rate, row.base_unit) });
  return {
    data: { card_code: code, version_no: row.version_no, ...scopeOf(code), currency, kind: 'bill', lines, status: row.superseded ? 'retired' : 'approved' },
    natural_key: `${code}:${currency}:${row.version_no}`, effective_from: String(row.effective_date), effective_to: row.next_from ? addDays(row.next_from, -1) : null,
    extensions: { ...carried(row, RATE_CARD), card_title: row.card!.title, ...(row.card!.active === false || row.set!.active === false ? { active: false } : {}) },
  };
}

/** What of a version the token may not see, in words; undefined when all of it is there. */
function unseenPart(row: RateCardRow): string | undefined {
  if (!row.card) return 'its rate card';
  if (!row.set) return 'its rate card set';
  const uncoded = row.roles.find((r) => !r.code);
  if (uncoded) return `role ${uncoded.role_id}`;
  const unpriced = row.roles.find((r) => r.rate === null || r.rate === undefined);
  return unpriced && `the rate of role ${unpriced.code}`;
}
