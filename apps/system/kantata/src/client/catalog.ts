import { refuse } from '#lib/connector';
import { roleCode } from '../mappers/role.js';
import { all, type Ctx } from './listing.js';

const MINUTE = 60_000;

interface KnownRole {
  code: string;
  living: boolean;
}

/** Deleted roles as well: time was logged in them. */
async function readRoles(ctx: Ctx): Promise<Record<string, KnownRole>> {
  return Object.fromEntries((await all(ctx, 'roles', { only_active: false })).rows.map((r) => [r.id, { code: roleCode(String(r.name)), living: !r.deleted_at }]));
}

const remembered = (ctx: Ctx): Promise<Record<string, KnownRole>> => ctx.remember('roles', MINUTE, () => readRoles(ctx));

/** Role codes by role id. Remembered for a minute, since feeds ask on every page; read anew when a row names a role not among them. */
export async function roleCodes(ctx: Ctx, rows: readonly Record<string, unknown>[] = []): Promise<Record<string, string>> {
  const known = await remembered(ctx);
  const roles = rows.every((r) => !r['role_id'] || known[String(r['role_id'])]) ? known : await readRoles(ctx);
  return Object.fromEntries(Object.entries(roles).map(([id, role]) => [id, role.code]));
}

/** Id of the living role with a code. One that was made since the last look is found, too. Refuses none, and two of one name. */
export async function roleId(ctx: Ctx, code: string): Promise<string> {
  const of = (roles: Record<string, KnownRole>) => Object.entries(roles).filter(([, r]) => r.code === code && r.living);
  let found = of(await remembered(ctx));
  if (found.length !== 1) found = of(await readRoles(ctx));
  if (found.length !== 1) throw refuse(found.length === 0 ? `Kantata has no role ${code}` : `Kantata has ${found.length} roles that read ${code}`, { code: 'MISSING_PROJECT_ATTRIBUTE', field: 'role' });
  return found[0]![0];
}

async function readFields(ctx: Ctx, subject: 'Workspace' | 'Story'): Promise<Record<string, string>> {
  return Object.fromEntries((await all(ctx, 'custom_fields', { subject_type: subject })).rows.map((f) => [String(f.name), f.id]));
}

/** Ids of the custom fields of projects by name. With `needed`, read anew when one of those is not among the remembered ones. */
export async function projectFields(ctx: Ctx, needed: readonly string[] = []): Promise<Record<string, string>> {
  const fields = await ctx.remember('project fields', MINUTE, () => readFields(ctx, 'Workspace'));
  return needed.every((name) => fields[name]) ? fields : readFields(ctx, 'Workspace');
}

/** Id of a custom field of stories. One that was made since the last look is found, too. Refuses a name the account does not have. */
export async function storyField(ctx: Ctx, name: string): Promise<string> {
  const known = await ctx.remember('story fields', MINUTE, () => readFields(ctx, 'Story'));
  const id = known[name] ?? (await readFields(ctx, 'Story'))[name];
  if (!id) throw refuse(`Kantata has no custom field "${name}" for tasks`, { code: 'MISSING_PROJECT_ATTRIBUTE', field: name });
  return id;
}

/** Id of the rate card with a code in a currency; one in use goes before one that is not. Refuses when there is none. */
export async function rateCardId(ctx: Ctx, code: string, currency: string): Promise<string> {
  const { pages } = await all(ctx, 'rate_cards', { include: 'rate_card_set' });
  const fitting = pages.flatMap((p) => p.rows.filter((c) => String(p.side('rate_card_sets')[String(c.rate_card_set_id)]?.title).trim() === code && c.currency === currency));
  const card = fitting.find((c) => c.active !== false) ?? fitting[0];
  if (!card) throw refuse(`Kantata has no rate card ${code} in ${currency}`, { code: 'MISSING_RATE_CARD', field: 'rate_card_code' });
  return card.id;
}
