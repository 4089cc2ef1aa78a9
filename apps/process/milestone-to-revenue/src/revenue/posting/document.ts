import { type Client, type Contract, dec, effectKey, type Engagement, type JournalLineWrite, type JournalWrite, monthOf, newId, plainDecimal, sum } from '#lib/canonical';
import { BusinessFailure, systemOf } from '#lib/process';
import { checkDimensions, type Journal as RuleJournal, REQUIRED_DIMENSIONS } from '#lib/rules';
import { Journal, recordById, systemIdOf, TENANT } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { projectsOf } from '../measure/facts.js';

/** One side of a journal with what it is about; amounts signed, debits positive. */
export interface Leg {
  account_role: string;
  /** Contract currency. */
  amount: string;
  /** Functional currency. */
  functional: string;
  project_id: string | null;
  contract_line: string;
  obligation_id: string | null;
  revenue_event_id: string | null;
}

/** A journal ready to be asked for, with the postings that stand when the ERP has it. */
export interface PreparedRevenueJournal {
  id: string;
  key: string;
  purpose: string;
  period_id: string;
  posting_date: string;
  prior_period: boolean;
  currency: string;
  functional_currency: string;
  body: JournalWrite;
  legs: Leg[];
}

export interface DocumentHead {
  contract_id: string;
  run_id: string;
  legal_entity_code: string;
  purpose: 'recognition' | 'loss_provision' | 'balance_reclass';
  posting_date: string;
  period_id: string;
  prior_period: boolean;
  as_of: string;
  currency: string;
  functional_currency: string;
  flow_run_id: string;
  correlation_id: string;
}

/** The lines of a journal made by a rule, as legs about one project and contract line. */
export function legsOf(journal: RuleJournal, about: Pick<Leg, 'project_id' | 'contract_line' | 'obligation_id' | 'revenue_event_id'>): Leg[] {
  return journal.lines.map((l) => ({ account_role: l.account_role, amount: dec(l.debit).minus(l.credit).toFixed(), functional: dec(l.functional_debit).minus(l.functional_credit).toFixed(), ...about }));
}

interface Unit {
  source_id?: string;
  code: string | null;
  practice?: string;
  region?: string;
}

/**
 * One journal of one contract, period and purpose, in the functional currency (GL-2), a line per account, project and contract line. Every dimension GL-6 asks for must
 * be known: MISSING_PROJECT_ATTRIBUTE names the gap. Null when nothing is left to post. Asked again for the same run it is the same journal.
 */
export async function revenueJournal(em: EntityManager, head: DocumentHead, legs: Leg[]): Promise<PreparedRevenueJournal | null> {
  const contract = (await recordById<Contract>(em, head.contract_id))!;
  const client = contract.data.client_id ? await recordById<Client>(em, contract.data.client_id) : undefined;
  const units = await unitsOf(em, contract.id, contract.data);
  const merged = new Map<string, Leg>();
  for (const leg of legs) {
    const key = `${leg.account_role} ${leg.project_id ?? ''} ${leg.contract_line}`;
    const known = merged.get(key);
    merged.set(key, known ? { ...known, functional: dec(known.functional).plus(leg.functional).toFixed() } : leg);
  }
  const lines = [...merged.values()].filter((l) => !dec(l.functional).isZero()).map((leg): JournalLineWrite & { dimensions: Record<string, string | null | undefined> } => {
    const unit = units.get(leg.project_id) ?? units.get(null)!;
    const value = dec(leg.functional);
    return {
      account_role: leg.account_role, debit: plainDecimal(value.gt(0) ? value : 0), credit: plainDecimal(value.lt(0) ? value.negated() : 0), project_source_id: unit.source_id, practice: unit.practice, region: unit.region, memo: `${contract.data.contract_number} ${leg.contract_line}`.slice(0, 300),
      dimensions: { project: unit.code, client: client?.data.client_number, practice: unit.practice, region: unit.region, legal_entity: head.legal_entity_code, contract_line: leg.contract_line },
    };
  });
  if (lines.length === 0) return null;
  const asked = units.size > 1 ? REQUIRED_DIMENSIONS : REQUIRED_DIMENSIONS.filter((d) => d !== 'project');
  const complete = checkDimensions({ lines: lines as never }, asked);
  if (!complete.ok) throw new BusinessFailure('MISSING_PROJECT_ATTRIBUTE', undefined, `Revenue of contract ${contract.data.contract_number}: ${complete.detail}`, { contract: contract.data.contract_number, rule: 'GL-6' }, [], head.legal_entity_code);
  const body: JournalWrite = {
    legal_entity_code: head.legal_entity_code, currency: head.functional_currency, posting_date: head.posting_date, purpose: head.purpose, memo: `${contract.data.contract_number} as of ${head.as_of}${head.prior_period ? ' (prior period)' : ''}`,
    lines: lines.map(({ dimensions: _dimensions, ...line }) => JSON.parse(JSON.stringify(line)) as JournalLineWrite),
  };
  const key = effectKey.journal(head.legal_entity_code, 'revenue', head.contract_id, head.run_id, head.purpose, monthOf(head.posting_date));
  const known = await em.findOneBy(Journal, { key });
  const id = known?.id ?? newId();
  await em.save(Journal, em.create(Journal, {
    id, tenant_id: TENANT, key, legal_entity_code: head.legal_entity_code, source_type: 'revenue', source_id: head.contract_id, source_version: head.run_id, purpose: head.purpose, posting_date: head.posting_date, work_from: null, work_to: head.as_of, prior_period: head.prior_period, currency: head.functional_currency,
    lines: body.lines, total: sum(body.lines.map((l) => l.debit)).toFixed(), status: 'submitted', correlation_id: head.correlation_id, run_id: head.flow_run_id,
  }));
  return { id, key, purpose: head.purpose, period_id: head.period_id, posting_date: head.posting_date, prior_period: head.prior_period, currency: head.currency, functional_currency: head.functional_currency, body, legs };
}

/** What is known of the contract's projects, and under null of the contract itself: by its first project, else its engagement. */
async function unitsOf(em: EntityManager, contractId: string, contract: Contract): Promise<Map<string | null, Unit>> {
  const units = new Map<string | null, Unit>();
  for (const p of await projectsOf(em, contractId)) units.set(p.id, { code: p.project_code, source_id: await systemIdOf(em, p.id, systemOf('erp'), 'project'), practice: p.practice ?? undefined, region: p.region ?? undefined });
  const engagement = contract.engagement_id ? await recordById<Engagement>(em, contract.engagement_id) : undefined;
  units.set(null, [...units.values()][0] ?? { code: null, practice: engagement?.data.practice, region: engagement?.data.region });
  return units;
}
