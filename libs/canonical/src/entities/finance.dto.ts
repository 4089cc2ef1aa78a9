/** Accounting period of one legal entity (glossary 7.6). Owner: ERP. Natural key: legal entity + start. */
export class AccountingPeriod {
  legal_entity_id?: string;
  name: string;
  start: string;
  end: string;
  /** `future | open | soft_closed | closed | locked`. */
  status: string;
}

/** Exchange rate (glossary 7.7): 1 `from` = `rate` `to`. Never inverted (MON-7). */
export class ExchangeRate {
  from: string;
  to: string;
  date: string;
  rate: string;
  /** `spot | average | closing | contract_fixed`. */
  rate_type: string;
}

/** Tax code with the rate in force (rules TAX). Owner: ERP / tax engine. */
export class TaxCode {
  code: string;
  /** Fraction, 0.0825. */
  rate: string;
  /** Why the rate is zero: `reverse_charge | exempt | outside_scope`; required when it is (TAX-6). */
  zero_reason?: string;
  legal_entity_id?: string;
  status: string;
}

/** What the ERP says of an invoice: only it can say `posted` (glossary 6.7). */
export class ErpInvoice {
  legal_entity_id?: string;
  /** `invoice | credit_memo`. */
  kind: string;
  /** ERP id of the invoice a credit memo was made from. */
  original_source_id?: string;
  invoice_number?: string;
  currency: string;
  invoice_date: string;
  subtotal: string;
  tax_total: string;
  total: string;
  amount_due: string;
  period_name?: string;
  effect_key?: string;
  /** `released | posted | partially_paid | paid | disputed | credited | voided`. */
  status: string;
}

/** A journal as it stands in the ERP's books. */
export class ErpJournal {
  legal_entity_id?: string;
  posting_date: string;
  currency: string;
  total_debit: string;
  total_credit: string;
  effect_key?: string;
  status: string;
}
