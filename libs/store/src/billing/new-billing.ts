import { type Client, type Contract, type ContractLine, monthOf, newId } from '#lib/canonical';
import type { StoredRecord } from '../records.js';
import { TENANT } from '../tenant.js';
import { BillingEvent } from '../tables/billing-event.table.js';
import { taxProfileOf } from './contract-terms.js';

/** A contract line with those it is agreed between. */
export interface LineOfContract {
  contract: StoredRecord<Contract>;
  client: StoredRecord<Client>;
  line: ContractLine;
  /** The project whose work it is, where the contract has one only. */
  project_id?: string | null;
}

/** What a billing event needs beside its contract line. */
export type NewBilling = Pick<BillingEvent, 'kind' | 'source_id' | 'source_version' | 'event_date' | 'description' | 'quantity' | 'unit' | 'rate' | 'gross' | 'net' | 'account_role'> & Partial<BillingEvent>;

/** A billing event of a contract line, ready unless said otherwise; period is the month of its date unless said otherwise. Not yet stored. */
export function newBilling({ contract, client, line, project_id }: LineOfContract, fact: NewBilling): BillingEvent {
  const held = fact.status === 'held';
  return Object.assign(new BillingEvent(), {
    id: newId(), tenant_id: TENANT, contract_id: contract.id, line_no: line.line_no, project_id: project_id ?? null, client_id: client.id, legal_entity_code: contract.legal_entity_code ?? '', source_system: 'throughline', part: 'billable',
    time_entry_id: null, worker_id: null, role: null, task_id: null, period: monthOf(fact.event_date), discount: '0', fee: '0', currency: contract.data.currency, tax_profile: taxProfileOf(line, client.data), po_number: contract.data.po_number ?? null,
    decision: held ? 'held' : 'invoiceable', hold_reason: null, status: 'ready', invoice_id: null, invoice_line_no: null, original_event_id: null, schedule_line_id: null, milestone_id: null, expense_line_id: null, usage_record_ids: null,
    service_from: null, service_to: null, approved_at: null, why: [], correlation_id: contract.correlation_id, version: 1, updated_at: new Date(), ...fact,
  } satisfies BillingEvent);
}
