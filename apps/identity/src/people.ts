import type { Role, Scope } from '#lib/platform';

/** A person of the demo firm who can sign in. */
export interface DemoPerson {
  username: string;
  name: string;
  role: Role;
  /** What they do, for the sign-in page and the docs. */
  does: string;
}

/** One person per role; whoever prepares invoices is not the one who releases them. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { username: 'dana', name: 'Dana Delivery', role: 'delivery', does: 'runs projects' },
  { username: 'fiona', name: 'Fiona Finance', role: 'finance', does: 'prepares invoices' },
  { username: 'frank', name: 'Frank Approver', role: 'finance_approver', does: 'releases what Fiona prepared' },
  { username: 'olga', name: 'Olga Operations', role: 'operations', does: 'works the exceptions' },
  { username: 'emma', name: 'Emma Executive', role: 'executive', does: 'reads utilization and margin' },
];

/** What each role may do. Cost figures are for finance only; releasing and preparing are never in one hand. */
export const ROLE_SCOPES: Readonly<Record<Exclude<Role, 'service'>, readonly Scope[]>> = {
  delivery: ['process.read', 'process.write', 'experience.read', 'preview.read'],
  finance: ['process.read', 'process.write', 'experience.read', 'preview.read', 'experience.cost', 'operations.read', 'operations.write'],
  finance_approver: ['process.read', 'finance.release', 'experience.read', 'preview.read', 'experience.cost', 'operations.read'],
  operations: ['system.read', 'process.read', 'process.write', 'experience.read', 'preview.read', 'operations.read', 'operations.write', 'metrics.read'],
  executive: ['process.read', 'experience.read', 'preview.read'],
};

/** The person with this user name, or undefined. */
export function personNamed(username: unknown): DemoPerson | undefined {
  return DEMO_PEOPLE.find((p) => p.username === username);
}

/** The scopes a person may be given. */
export function scopesOf(person: DemoPerson): readonly Scope[] {
  return ROLE_SCOPES[person.role as Exclude<Role, 'service'>];
}
