import { pino } from 'pino';
import { supplySettings } from '../config/registry.js';
import { useLogger } from '../log/logger.js';
import { DatabaseAbsent, untilDatabaseAnswers } from './boot-patience.js';

const failing = (...errors: unknown[]) => {
  const left = [...errors];
  return jest.fn(async () => {
    if (left.length > 0) throw left.shift();
    return 'up';
  });
};
const coded = (code: string, message = code) => Object.assign(new Error(message), { code });

beforeAll(() => useLogger(pino({ level: 'silent' })));
afterAll(() => useLogger(undefined));
beforeEach(() => supplySettings({ 'database.boot_patience': 5_000 }));

it.each([
  ['is not up yet', coded('ECONNREFUSED')], ['shuts down', coded('57P03', 'the database system is shutting down')], ['starts', coded('57P03', 'the database system is starting up')],
  ['ended every session', coded('57P01')], ['is away, as the engine words it', new Error('could not initialize', { cause: coded('ECONNREFUSED') })],
])('a start waits for a database that %s', async (_, error) => {
  const work = failing(error, error);
  await expect(untilDatabaseAnswers('open', work)).resolves.toBe('up');
  expect(work).toHaveBeenCalledTimes(3);
});

it('what is wrong with the work itself is told at once', async () => {
  const work = failing(coded('42601', 'syntax error'));
  await expect(untilDatabaseAnswers('migrate', work)).rejects.toThrow('syntax error');
  expect(work).toHaveBeenCalledTimes(1);
});

it('patience ends, with words for whoever has to start the database', async () => {
  supplySettings({ 'database.boot_patience': 400 });
  const refused = coded('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432');
  const began = performance.now();
  await expect(untilDatabaseAnswers('open', async () => Promise.reject(refused))).rejects.toThrow(DatabaseAbsent);
  expect(performance.now() - began).toBeLessThan(1_000);
  await expect(untilDatabaseAnswers('open', async () => Promise.reject(refused))).rejects.toThrow(/did not answer for \d+ s \(connect ECONNREFUSED 127.0.0.1:5432\).*DATABASE_BOOT_PATIENCE/);
});
