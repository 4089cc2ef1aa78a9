import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { credentials } from '../credentials.js';
import { workerByNumber } from '../people/find.js';
import { allOrganizations, ORGANIZATION_TYPES, type Organization } from '../people/organization.js';
import { descriptorOf } from '../people/worker.js';
import { denied } from '../switches.js';
import { reference, widOf } from '../wid.js';
import { collection, present } from './collection.js';
import { hiddenOrMissing } from './error.js';
import { today } from './serve.js';

/** GET common/v1/organizationTypes. */
export const listOrganizationTypes = (ctx: Ctx): Reply => collection(ctx, Object.entries(ORGANIZATION_TYPES), ([id, name]) => ({ ...reference('organization_type', id, name) }));

/** GET common/v1/organizations?organizationType=: a WID, `Organization_Type_ID=COMPANY`, or the plain id. Without the domain the list is empty, not refused. */
export const listOrganizations = (ctx: Ctx): Reply => collection(ctx, visible(ctx, typeOf(ctx.query.get('organizationType'))), (o) => shown(ctx, o));

/** GET common/v1/organizations/{id}. */
export function readOrganization(ctx: Ctx): Reply {
  const wanted = ctx.params.id!.replace(/^\w+=/, '');
  const found = visible(ctx, undefined).find((o) => o.wid === wanted || o.code === wanted);
  if (!found) throw hiddenOrMissing();
  return { status: 200, body: shown(ctx, found) };
}

/** GET common/v1/supervisoryOrganizations. */
export const listSupervisory = (ctx: Ctx): Reply => collection(ctx, visible(ctx, 'SUPERVISORY'), (o) => shown(ctx, o));

function visible(ctx: Ctx, type: string | undefined): Organization[] {
  if (denied(ctx.books, 'organizations')) return [];
  return allOrganizations(ctx.books, { asOf: today(ctx) }, type).filter((o) => !o.inactive);
}

function typeOf(text: string | null): string | undefined {
  if (!text) return undefined;
  const name = text.replace(/^\w+=/, '');
  return Object.keys(ORGANIZATION_TYPES).find((id) => id === name || widOf('organization_type', id) === name) ?? name;
}

function shown(ctx: Ctx, o: Organization): Record<string, unknown> {
  const manager = workerByNumber(ctx.books, o.manager, { asOf: today(ctx) });
  return present({
    id: o.wid, descriptor: o.name, href: `https://${ctx.headers.host ?? ''}/api/api/v1/${credentials.tenant}/organizations/${o.wid}`, name: o.name, code: o.code,
    organizationType: reference('organization_type', o.type, ORGANIZATION_TYPES[o.type] ?? o.type), manager: manager && { id: manager.wid, descriptor: descriptorOf(manager) },
  });
}
