import { EntityRef, type ReadContract, SourceRecordContext } from '#lib/canonical';
import { getSchemaPath } from '@nestjs/swagger';

/** OpenAPI schema of one record: the context every record carries, and the entity as `data`. */
export function recordSchema(read: ReadContract) {
  return {
    allOf: [
      { $ref: getSchemaPath(SourceRecordContext) },
      {
        type: 'object',
        required: ['data'],
        properties: {
          data: { allOf: [{ $ref: getSchemaPath(read.type) }], description: 'Complete unless `problem` is set. A member without a value is left out, never null. References to other records stand in `refs`.' },
          refs: { type: 'object', additionalProperties: { $ref: getSchemaPath(EntityRef) } },
        },
      },
    ],
  };
}

/** OpenAPI schema of a page of records. */
export function pageSchema(read: ReadContract) {
  return {
    type: 'object',
    required: ['records', 'next_cursor', 'has_more'],
    properties: {
      records: { type: 'array', items: recordSchema(read) },
      next_cursor: { type: 'string', description: 'Keep it: the next call reads on from here, also after a restart.' },
      has_more: { type: 'boolean', description: 'False means caught up for now; the same cursor finds what changes later.' },
    },
  };
}
