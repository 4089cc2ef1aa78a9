import type { ControlRecord } from '#lib/rules';
import type { EntityManager } from 'typeorm';
import { systemOf } from '#lib/process';

/** One comparison of systems over a period (REC-1). `project_id` of a record is what differences are shown by: a project code, else a kind of document. */
export interface Control {
  /** `time_recorded | cost_posted | time_billed | documents_posted | journals_posted | journals_balance`. */
  control: string;
  currency: string;
  systems: { name: string; records: ControlRecord[] }[];
  /** Amounts came through a conversion (REC-2). */
  converted?: boolean;
  /** Documents so new that the ERP's feed cannot have brought them yet: not compared. */
  pending: number;
}

export interface ControlPeriod {
  legal_entity: string;
  /** `YYYY-MM`. */
  period: string;
  day_from: string;
  day_to: string;
}

/** A document that was committed while a feed was being read may be missed by that reading. */
const MARGIN_MS = 10_000;

/** Until when documents of the ERP are surely read back: before the last time its feed had caught up. Null when it never has. */
export async function readBackUntil(em: EntityManager, entity: 'erp_invoice' | 'erp_journal'): Promise<Date | null> {
  const [row] = await em.query('select caught_up_at from feed_cursor where system = $1 and entity = $2', [systemOf('erp'), entity]);
  return row?.caught_up_at ? new Date(new Date(row.caught_up_at).getTime() - MARGIN_MS) : null;
}
