import { type Answered, noteWrites, type Written } from '../fuzz/written.mjs';

let pending: { xid: string; name: string; op: string; correlation: string | null; row: string }[];
let written: Written;

beforeEach(async () => {
  pending = [];
  written = await noteWrites({ rows: async (sql) => (sql.startsWith('delete from fuzz.written') ? pending.splice(0) : []) });
});

const wrote = (xid: string, name: string, correlation: string | null, row = '{}', op = 'INSERT'): void => void pending.push({ xid, name, op, correlation, row });
const answered = (id: string, refused: boolean, { url = '/x', key }: { url?: string; key?: string } = {}): Answered => ({
  refused, sent: { method: 'POST', url, headers: key ? { 'Idempotency-Key': key } : {} }, answer: { status: refused ? 400 : 201, headers: { 'x-correlation-id': id } },
});
const wrong = async (...answers: Answered[]): Promise<string[]> => (await written.judge(answers)).map((b) => b.wrong);

it('a refused request that wrote among accepted ones is found, and named', async () => {
  wrote('1', 'event', 'good');
  wrote('2', 'audit', 'bad');
  const found = await written.judge([answered('good', false), answered('bad', true)]);
  expect(found).toMatchObject([{ wrong: 'a refused request wrote: INSERT audit', correlation: 'bad' }]);
});

it('a refused request that left nothing but its key is found by the key', async () => {
  wrote('1', 'idempotency', 'key k1');
  expect(await wrong(answered('bad', true, { key: 'k1' }))).toEqual(['a refused request wrote: INSERT idempotency']);
});

it('what nobody can have caused is a breach, also where no id stands in it', async () => {
  wrote('1', 'time_entry', null);
  wrote('2', 'exception', 'unheard of');
  expect(await wrong(answered('good', false))).toEqual(['nobody who was let in wrote: INSERT time_entry', 'nobody who was let in wrote: INSERT exception']);
});

it('an accepted request may write at once and later, and rows without an id go with their transaction', async () => {
  wrote('1', 'event', 'good');
  wrote('1', 'event_partition', null);
  expect(await wrong(answered('good', false))).toEqual([]);
  wrote('2', 'effect', 'good', '{}', 'UPDATE');
  wrote('3', 'rollup_month', null);
  expect(await wrong()).toEqual([]);
});

it('feeds bring what they bring only after somebody who may has had them read', async () => {
  wrote('1', 'canonical_record', 'of intake');
  expect(await wrong(answered('bad', true, { url: '/process/v1/syncs' }))).toHaveLength(1);
  wrote('2', 'canonical_record', 'of intake');
  expect(await wrong(answered('good', false, { url: '/process/v1/syncs' }))).toEqual([]);
});

it('only the first look at a vendor’s shape is let off', async () => {
  wrote('1', 'vendor_schema', null, '{"accepted_by": "first look"}');
  wrote('2', 'vendor_schema', null, '{"accepted_by": "olga"}', 'UPDATE');
  expect(await wrong()).toEqual(['nobody who was let in wrote: UPDATE vendor_schema']);
});
