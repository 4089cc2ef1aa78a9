import { Address } from './address.dto.js';

/** Client: the customer of the firm (glossary 2.1). Billable master: ERP; account context: CRM. */
export class Client {
  client_number: string;
  legal_name: string;
  trade_name?: string;
  registration_number?: string;
  tax_ids: string[];
  bill_to?: Address;
  parent_client_id?: string;
  default_currency: string;
  /** e.g. `NET30`. */
  payment_terms?: string;
  credit_status?: string;
  /** Tax profile code, an ERP tax item. */
  tax_profile?: string;
  po_required: boolean;
  /** `contract` (default) or `project`: the INV-1 grouping the client asked for. */
  invoice_grouping: string;
  /** `prospect | active | on_hold | inactive | merged`. */
  status: string;
}

/** Legal entity of the firm (glossary 2.2). Natural key: code. Owner: ERP. */
export class LegalEntity {
  code: string;
  name: string;
  country: string;
  functional_currency: string;
  /** `half_up` by default (MON-3). */
  rounding_profile: string;
  data_region: string;
  /** `active | inactive`. */
  status: string;
}

/** Practice, region, cost center or department (glossary 2.3). Natural key: kind + code. */
export class OrgUnit {
  code: string;
  /** `practice | region | cost_center | department`. */
  kind: string;
  name: string;
  parent_id?: string;
  legal_entity_id?: string;
  manager_worker_id?: string;
}
