import { POLICY_CHOICES, policyAt, type PolicyName } from '#lib/rules';

/** The choices by name, each as one of its options. */
export type Choices<N extends PolicyName> = { [K in N]: (typeof POLICY_CHOICES)[K]['options'][number] };

/** The choices of a request, with the defaults of the rules where it makes none. They are part of the answer: a figure says which practice it follows. */
export function chosen<N extends PolicyName>(names: readonly N[], asked: Partial<Record<N, string>> = {}): Choices<N> {
  const choices = Object.fromEntries(names.filter((n) => asked[n] !== undefined).map((n) => [n, asked[n]])) as Partial<Record<PolicyName, string>>;
  const { policy } = policyAt({ policies: [{ id: 'request', scope: 'firm', effective_from: '2000-01-01', choices }], date: '2000-01-01' });
  return Object.fromEntries(names.map((n) => [n, policy[n]])) as Choices<N>;
}
