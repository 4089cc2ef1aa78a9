import type { DeliveryStatusWrite } from '#lib/canonical';
import type { Asked, Mismatch, WriteVerb, Written } from '#lib/connector';
import { type Address, bodyOf, readRecord, recordPath } from '../client/record.js';
import type { Ctx } from '../client/query.js';
import type { Row } from '../client/shape.js';
import type { SalesforceSettings } from '../config.js';
import { text } from '../mappers/values.js';
import { compared } from './compared.js';

type AskedStatus = Asked<DeliveryStatusWrite, SalesforceSettings>;

const OBJECT = 'Opportunity';
const FIELDS = ['Delivery_Status__c', 'Delivery_Project_Code__c'] as const;
const address = (body: DeliveryStatusWrite): Address => ({ object: OBJECT, value: body.opportunity_source_id });

/** The receipt of an opportunity as it stands. */
function receiptOf(row: Row): Written {
  const [status, code] = [text(row.Delivery_Status__c), text(row.Delivery_Project_Code__c)];
  return { source_id: row.Id, ...(status === null ? {} : { status }), facts: code === null ? {} : { project_code: code }, record: row };
}

function differences(body: DeliveryStatusWrite, row: Row): Mismatch[] {
  return [
    ...compared('delivery_status', body.delivery_status, row.Delivery_Status__c),
    ...(body.project_code === undefined ? [] : compared('project_code', body.project_code, row.Delivery_Project_Code__c)),
  ];
}

async function stored(body: DeliveryStatusWrite, ctx: Ctx): Promise<Row | undefined> {
  const row = await readRecord(address(body), FIELDS, ctx, 'opportunity.get');
  return typeof row === 'string' ? undefined : row;
}

/** Sets the delivery fields of an opportunity. The values can be read back, so asking twice changes nothing. */
export const setDeliveryStatus: WriteVerb<DeliveryStatusWrite, SalesforceSettings> = {
  idempotency: 'natural_key',
  build: ({ body, settings }) => ({
    method: 'PATCH', url: recordPath(address(body), settings), label: 'opportunity.patch',
    body: bodyOf(OBJECT, { Delivery_Status__c: body.delivery_status, Delivery_Project_Code__c: body.project_code }, settings),
  }),
  // 204 without a body.
  parse: (_answer, { body }) => ({ source_id: body.opportunity_source_id, status: body.delivery_status, facts: {} }),
  find: async ({ body }, ctx) => {
    const row = await stored(body, ctx);
    return row && differences(body, row).length === 0 ? receiptOf(row) : 'absent';
  },
  readBack: async (written, { body }: AskedStatus, ctx) => {
    const row = await stored(body, ctx);
    return row ? receiptOf(row) : { ...written, record: {} };
  },
  echo: ({ body }, { record }) => differences(body, (record ?? {}) as Row),
  undo: 'irreversible',
};
