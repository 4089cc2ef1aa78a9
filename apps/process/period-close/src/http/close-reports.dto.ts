import { IsCurrencyCode } from '#lib/canonical';

export class BalanceView {
  contract_number: string;
  currency: string;
  /** Contract asset positive, liability negative, as the period before closed. */
  opening: string;
  recognized: string;
  billed: string;
  fx: string;
  other: string;
  closing: string;
  contract_asset: string;
  contract_liability: string;
  /** Open receivables with tax at the time it was taken. */
  receivable: string;
  /** opening + recognized - billed + fx + other = closing (BAL-5). */
  closes: boolean;
  taken_at: string;
}

export class BalanceList {
  balances: BalanceView[];
}

export class ReconciliationView {
  /** `time_recorded | cost_posted | time_billed | documents_posted | journals_posted | journals_balance`. */
  control: string;
  run_no: number;
  as_of: string;
  /** Records on each side, breaks, and documents too new to be read back (`pending`). */
  counts: object;
  /** Hours and value of each side, by project or kind. */
  amounts: object;
  breaks: object[];
}

export class ReconciliationList {
  reconciliations: ReconciliationView[];
}

export class MetricView {
  metric: string;
  dimensions: object;
  /** As frozen at the close; null where the definition gives none. */
  value: string | null;
  definition: string;
  /** What it is now, where that differs: a restatement (CLS-8). */
  restated_to?: string | null;
}

export class MetricSnapshotView {
  taken_at: string;
  metrics: MetricView[];
}

export class TranslationQuery {
  /** Currency of the group.
   * @example USD */
  @IsCurrencyCode() reporting_currency: string;
}

/** One figure in both currencies. */
export class TranslatedFigure {
  functional: string;
  reporting: string;
}

export class TranslatedAccountView extends TranslatedFigure {
  account_role: string;
}

export class TranslationReason {
  rule: string;
  detail: string;
}

export class TranslationView {
  functional_currency: string;
  reporting_currency: string;
  /** Rate of the last day of the month. */
  closing_rate: string;
  /** Accounts of the result: income positive, cost negative; each posting at the rate of its day. */
  accounts: TranslatedAccountView[];
  result: TranslatedFigure;
  opening_net_assets: TranslatedFigure;
  closing_net_assets: TranslatedFigure;
  /** Closing net assets less opening net assets less the result. */
  translation_reserve_change: string;
  /** All of it so far. */
  translation_reserve: string;
  why: TranslationReason[];
}
