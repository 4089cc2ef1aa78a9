import type { VendorContext } from '#lib/connector';
import type { WorkdaySettings } from '../settings.js';
import { givenAt } from './vendor-time.js';

/** An organization of `common/v1`; keys without a value are absent. */
export interface Organization {
  id: string;
  descriptor?: string;
  name?: string;
  code?: string;
  href?: string;
  organizationType?: { id: string; descriptor?: string };
  manager?: { id: string; descriptor?: string };
}

const path = (settings: WorkdaySettings) => `${settings.path_prefix}/api/common/v1/${encodeURIComponent(settings.tenant)}/organizations`;
/** Most items a REST collection returns at once. */
const LARGEST_PAGE = 100;

/** Organizations of one type, from an offset. */
export async function listOrganizations(type: string, offset: number, limit: number, ctx: VendorContext<WorkdaySettings>): Promise<{ organizations: Organization[]; total: number; givenAt: string }> {
  const answer = await ctx.http.send({
    method: 'GET', url: path(ctx.settings), query: { organizationType: `Organization_Type_ID=${type}`, limit: Math.min(limit, LARGEST_PAGE), offset }, label: 'organizations',
  });
  const { data = [], total = 0 } = answer.json<{ data?: Organization[]; total?: number }>();
  return { organizations: data, total: Number(total), givenAt: givenAt(answer, ctx) };
}
