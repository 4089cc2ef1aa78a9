/** One rule that decided, with the numbers it used. A figure is explained by its list, in the order in which the rules applied. */
export class Why {
  /** Rule id.
   * @example RATE-2 */
  rule: string;
  /** @example level project */
  detail: string;
  /** Decimal text by name; empty when the rule decided without arithmetic. */
  numbers: Record<string, string>;
}
