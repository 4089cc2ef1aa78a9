import { byOffset, pairs, type ReadVerb, type VendorContext } from '#lib/connector';
import { listOrganizations } from '../client/organizations.js';
import { identifyOrgUnit, mapOrgUnit, ORG_UNIT_DROPPED, type OrgUnitRow } from '../mappers/org-unit.js';
import type { WorkdaySettings } from '../settings.js';

/** Practices, regions and cost centers, one organization type after the other. REST knows no "changed since": every walk takes all. */
export const orgUnit: ReadVerb<OrgUnitRow, WorkdaySettings> = {
  feed: 'snapshot',
  page: async (at, ctx) => {
    const types = Object.keys(pairs(ctx.settings.org_unit_types));
    const [index, from] = at.from === null ? [0, null] : parted(at.from);
    const type = types[index];
    if (type === undefined) return { rows: [], next: null };
    const page = await unitsOf(type, { from, limit: at.limit }, ctx);
    if (page.next !== null) return { rows: page.rows, next: `${index}:${page.next}` };
    return { rows: page.rows, next: index + 1 < types.length ? `${index + 1}:` : null };
  },
  identify: identifyOrgUnit,
  map: mapOrgUnit,
  // The resource itself does not say its type reliably: it is looked for in the lists.
  one: async (wid, ctx) => {
    for (const type of Object.keys(pairs(ctx.settings.org_unit_types))) {
      for (let from: string | null = null; ;) {
        const page = await unitsOf(type, { from, limit: 100 }, ctx);
        const found = page.rows.find((row) => row.organization.id === wid);
        if (found) return found;
        if (page.next === null) break;
        from = page.next;
      }
    }
    return null;
  },
  dropped: ORG_UNIT_DROPPED,
};

async function unitsOf(type: string, at: { from: string | null; limit: number }, ctx: VendorContext<WorkdaySettings>) {
  const kind = pairs(ctx.settings.org_unit_types)[type]!;
  return byOffset<OrgUnitRow>(at, (row) => row.organization.id, async (offset, limit) => {
    const { organizations, total, givenAt } = await listOrganizations(type, offset, limit, ctx);
    return { rows: organizations.map((organization) => ({ organization, kind, given_at: givenAt })), total };
  });
}

/** `<type index>:<position inside>`; the position is empty at the start of a type. */
function parted(from: string): [index: number, from: string | null] {
  const colon = from.indexOf(':');
  return [Number(from.slice(0, colon)), from.slice(colon + 1) || null];
}
