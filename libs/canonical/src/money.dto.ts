/** An amount of money: an exact decimal in text and its ISO 4217 currency. Never a binary float (MON-1). */
export class Money {
  /** Decimal text, e.g. `1250.00`; at the currency's minor unit on documents, up to 6 more digits on rates.
   * @example 1250.00 */
  amount: string;
  /** ISO 4217 alphabetic code.
   * @example USD */
  currency: string;
}
