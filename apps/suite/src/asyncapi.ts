import { EVENT_CATALOG, type EventType } from '#lib/canonical';

type Schema = Record<string, unknown>;

/** Entity whose state an event of a family carries. */
const CARRIES: Record<string, string> = {
  opportunity: 'Opportunity', contract: 'Contract', client: 'Client', project: 'Project', assignment: 'Assignment', timesheet: 'Timesheet', worker: 'Worker', rate_card: 'RateCardVersion', period: 'AccountingPeriod', demand: 'ResourceRequest',
};

const text = (description: string): Schema => ({ type: 'string', description });
const instant = (description: string): Schema => ({ type: 'string', format: 'date-time', description });

/** The CloudEvents 1.0 envelope with our extensions (glossary 10.1). */
const ENVELOPE: Schema = {
  type: 'object',
  required: ['id', 'source', 'type', 'specversion', 'subject', 'time', 'datacontenttype', 'tenantid', 'correlationid', 'partitionkey', 'sequence', 'idempotencykey', 'entityid', 'entityversion', 'approvalstatus', 'data'],
  properties: {
    id: text('Unique per emission.'), source: text('`/throughline`.'), specversion: { const: '1.0' }, type: text('Event type; a breaking change gets the suffix `.v2`.'), subject: text('Id of the record the event is about.'),
    time: instant('When it was emitted.'), datacontenttype: { const: 'application/json' }, tenantid: text('The firm.'), correlationid: text('The same from the deal to the last posting.'), causationid: text('The event that caused this one.'),
    partitionkey: text('Order holds inside one partition.'), sequence: { type: 'integer', description: 'Rises by one inside a partition; a gap means that one is missing.' },
    idempotencykey: text('Decides whether the fact is new; keep processed keys at least 400 days for finance events.'), entityid: text('Canonical id.'), entityversion: { type: 'integer' },
    sourcesystem: text('System the change came from.'), sourceid: text('Its id there.'), sourceversion: text('Its version there.'), sourcetimestamp: instant('When it changed there.'), effectivedate: { type: 'string', format: 'date' }, approvalstatus: text('Only `approved` facts reach finance consumers.'),
  },
};

/** The AsyncAPI 3 document of the events, from the catalog. `schemas` are the entity schemas of the OpenAPI documents. */
export function asyncApi(version: string, schemas: Record<string, Schema>): Schema {
  const types = Object.keys(EVENT_CATALOG) as EventType[];
  const used: Record<string, Schema> = {};
  for (const entity of Object.values(CARRIES)) collect(entity, schemas, used);
  const name = (type: string) => type.replace(/[^a-zA-Z]/g, '_');
  const message = (type: EventType): Schema => {
    const entity = CARRIES[type.split('.')[0]!];
    const data: Schema = entity && used[entity] ? { $ref: `#/components/schemas/${entity}` } : { type: 'object', description: 'State after the change.' };
    return { name: type, title: type, summary: EVENT_CATALOG[type], contentType: 'application/cloudevents+json', payload: { allOf: [{ $ref: '#/components/schemas/Envelope' }, { type: 'object', properties: { type: { const: type }, data } }] } };
  };
  return {
    asyncapi: '3.0.0',
    info: { title: 'Throughline events', version, description: 'Business facts as CloudEvents 1.0, kept in the outbox in the transaction that made them true.', license: { name: 'Proprietary' } },
    channels: { events: { address: 'throughline.events', title: 'Events', description: 'Every fact, in order inside its partition.', messages: Object.fromEntries(types.map((t) => [name(t), { $ref: `#/components/messages/${name(t)}` }])) } },
    operations: { publish: { action: 'send', title: 'Publish', summary: 'Throughline publishes a fact.', channel: { $ref: '#/channels/events' } } },
    components: { messages: Object.fromEntries(types.map((t) => [name(t), message(t)])), schemas: { Envelope: ENVELOPE, ...used } },
  };
}

/** Takes a schema and everything it refers to. */
function collect(name: string, from: Record<string, Schema>, into: Record<string, Schema>): void {
  const schema = from[name];
  if (!schema || into[name]) return;
  into[name] = schema;
  for (const [, other] of JSON.stringify(schema).matchAll(/#\/components\/schemas\/([A-Za-z0-9_]+)/g)) collect(other!, from, into);
}
