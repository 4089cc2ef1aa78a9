import type { ErpProjectWrite } from '#lib/canonical';
import { pairs, refuse, type VendorContext, type WriteVerb, type Written } from '#lib/connector';
import { currencyId, jobNumbered, type KnownJob, subsidiaryId } from '../client/lookups.js';
import { patch, readRecord, type Ref, upsert, writtenId } from '../client/records.js';
import type { NetsuiteSettings } from '../config.js';
import { Comparison } from './compare.js';
import { ref } from './segments.js';

export interface ProjectIds {
  subsidiary: string;
  currency: string;
  /** The project with this code, when it is there already. */
  known?: KnownJob;
}

interface JobRecord {
  id: string;
  entityId?: string;
  externalId?: string;
  parent?: Ref;
  subsidiary?: Ref;
  currency?: Ref;
  isInactive?: boolean;
}

async function prepare(body: ErpProjectWrite, ctx: VendorContext<NetsuiteSettings>): Promise<ProjectIds> {
  const [subsidiary, currency, known] = await Promise.all([subsidiaryId(ctx, body.legal_entity_code), currencyId(ctx, body.currency), jobNumbered(ctx, body.project_code)]);
  return { subsidiary, currency, known };
}

function receipt(record: JobRecord): Written {
  return { source_id: record.id, ...(record.entityId ? { number: record.entityId } : {}), status: record.isInactive === true ? 'inactive' : 'active', facts: {}, record };
}

function billingType(type: string, settings: NetsuiteSettings): string {
  const types = pairs(settings.job_billing_types);
  if (Object.hasOwn(types, type)) return types[type]!;
  throw refuse(`no job billing type is set for ${type}: add it to NETSUITE_JOB_BILLING_TYPES`, { field: 'billing_type' });
}

/**
 * The financial project (job) under our key. A job that people made for this code and customer before is taken over, if no other integration keeps it;
 * one of another customer or legal entity is refused.
 */
export const createProject: WriteVerb<ErpProjectWrite, NetsuiteSettings, ProjectIds> = {
  prepare,
  build: ({ body, key, settings, prepared: { known, ...ids } }) => {
    if (known && known.externalid !== key) {
      const same = known.subsidiary === ids.subsidiary && (known.parent === undefined || known.parent === body.customer_source_id);
      if (!same || known.externalid) throw refuse(`NetSuite has a project ${body.project_code} that is not ours to use`, { class: 'conflict', code: 'DUPLICATE', field: 'project_code' });
      return patch('job', known.id, { externalId: key });
    }
    return upsert('job', key, {
      entityId: body.project_code, companyName: body.name, parent: ref(body.customer_source_id), subsidiary: ref(ids.subsidiary), currency: ref(ids.currency),
      startDate: body.start, endDate: body.end, jobBillingType: ref(billingType(body.billing_type, settings)),
    });
  },
  parse: (answer, { body }) => ({ source_id: writtenId(answer), number: body.project_code, facts: {} }),
  find: async ({ key }, ctx) => {
    const record = await readRecord<JobRecord>(ctx, 'job', { key });
    return record === null ? 'absent' : receipt(record);
  },
  readBack: async (written, _asked, ctx) => {
    const record = await readRecord<JobRecord>(ctx, 'job', written.source_id);
    return record === null ? written : receipt(record);
  },
  echo: ({ body, prepared: ids }, written) => {
    const record = written.record as JobRecord | undefined;
    return new Comparison().same('project_code', body.project_code, record?.entityId).same('customer_source_id', body.customer_source_id, record?.parent?.id)
      .same('legal_entity_code', ids.subsidiary, record?.subsidiary?.id).same('currency', ids.currency, record?.currency?.id).found;
  },
  undo: 'set_project_activity',
};
