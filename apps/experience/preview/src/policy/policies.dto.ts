export class PolicyChoiceView {
  /** @example cap_policy */
  name: string;
  /** Rule the choice belongs to.
   * @example TM-5 */
  rule: string;
  options: string[];
  /** What the rules do when nobody chose.
   * @example split_hold */
  default: string;
}

export class PolicyChoices {
  choices: PolicyChoiceView[];
}
