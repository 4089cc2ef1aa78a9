/** Where the set-up of one project stands. */
export class SetupStatus {
  project_code: string;
  name: string;
  status: string;
  legal_entity_code: string | null;
  contract_number: string | null;
  /** Each check of the activation guard, as it would be answered now (glossary 4.1). */
  checks: Record<string, boolean>;
  time_entry_open: boolean;
  /** Vendor ids of the project, by system. */
  systems: object[];
  correlation_id: string;
}
