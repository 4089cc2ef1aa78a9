import 'reflect-metadata';
import { answerOf, ForeignCursor, UnreadableAnswer, type VendorContext } from '#lib/connector';
import type { NetsuiteSettings } from '../config.js';
import { allRows, among, changedRows } from './walk.js';

const source = { label: 'things', columns: 't.name', from: 'thing t', key: 't.id' };
const ODD = ['a'.repeat(20_000), '', '1 OR 1 = 1', '7; DROP'];

/** A context in which every query is answered with these rows. */
const answering = (items: object[]) => ({ settings: { account_time_zone: 'UTC' }, http: { send: async () => answerOf(200, { items, hasMore: false }) } }) as unknown as VendorContext<NetsuiteSettings>;

it.each(ODD)('a row with an id that is none makes the answer unreadable, and no walk is left standing there', async (id) => {
  const ctx = answering([{ id, changed: '2026-07-01 09:00:00', name: 'x' }]);
  await expect(allRows(source, { since: null, from: null, limit: 1 }, ctx)).rejects.toBeInstanceOf(UnreadableAnswer);
  await expect(changedRows({ ...source, changed: 't.changed' }, { since: null, from: null, limit: 1 }, ctx)).rejects.toBeInstanceOf(UnreadableAnswer);
  expect(() => among('t.id', [{ id }])).toThrow(UnreadableAnswer);
});

it.each(ODD.slice(2))('a position that a caller made up is the caller’s mistake, and no query is made of it', async (id) => {
  await expect(allRows(source, { since: null, from: id, limit: 1 }, answering([]))).rejects.toBeInstanceOf(ForeignCursor);
});
