export const TOKEN_PATH = '/services/rest/auth/oauth2/v1/token';
export const SUITEQL_PATH = '/services/rest/query/v1/suiteql';
export const METADATA_PATH = '/services/rest/record/v1/metadata-catalog';

/** Record types written or read one by one. */
export type RecordType = 'customer' | 'customerSubsidiaryRelationship' | 'job' | 'invoice' | 'creditMemo' | 'journalEntry';

/** Address of a record by internal id. */
export const recordPath = (type: RecordType, id: string): string => `/services/rest/record/v1/${type}/${encodeURIComponent(id)}`;

/** Address of a record by our key (letters, digits and _ only, so nothing needs escaping). */
export const keyPath = (type: RecordType, key: string): string => `/services/rest/record/v1/${type}/eid:${key}`;
