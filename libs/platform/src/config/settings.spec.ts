import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { defineSettings, describeSettings, forgetSettings, supplySettings, validateSettings } from './registry.js';
import { Secret } from './secret.js';
import { SettingsError } from './setting.js';

const settings = defineSettings('spec', {
  name: { env: 'SPEC_NAME', type: 'string', default: 'plain', doc: 'A name.' },
  count: { env: 'SPEC_COUNT', type: 'integer', default: 3, min: 1, max: 9, doc: 'A count.' },
  wait: { env: 'SPEC_WAIT', type: 'duration_ms', default: '2s', doc: 'A wait.' },
  on: { env: 'SPEC_ON', type: 'boolean', default: false, doc: 'A switch.' },
  where: { env: 'SPEC_WHERE', type: 'url', doc: 'An address.' },
  words: { env: 'SPEC_WORDS', type: 'list', default: '', doc: 'Words.' },
  mode: { env: 'SPEC_MODE', type: 'enum', values: ['fast', 'safe'], default: 'safe', doc: 'A mode.' },
  key: { env: 'SPEC_KEY', type: 'string', secret: true, default: 'hunter2-default', doc: 'A key.' },
});
const dir = mkdtempSync(join(tmpdir(), 'throughline-settings-'));
const ENV = ['SPEC_NAME', 'SPEC_COUNT', 'SPEC_WAIT', 'SPEC_ON', 'SPEC_WHERE', 'SPEC_WORDS', 'SPEC_MODE', 'SPEC_KEY', 'SPEC_NEEDED', 'THROUGHLINE_CONFIG'];
afterEach(() => {
  for (const name of ENV) delete process.env[name];
  forgetSettings();
});
afterAll(() => rmSync(dir, { recursive: true }));
function file(content: unknown): void {
  process.env.THROUGHLINE_CONFIG = join(dir, 'config.json');
  writeFileSync(process.env.THROUGHLINE_CONFIG, typeof content === 'string' ? content : JSON.stringify(content));
}

it('gives typed defaults', () => {
  const v = settings();
  expect({ ...v, key: v.key.reveal() }).toEqual({ name: 'plain', count: 3, wait: 2_000, on: false, words: [], mode: 'safe', key: 'hunter2-default' });
});

it('reads the text of the environment as the declared type', () => {
  Object.assign(process.env, { SPEC_COUNT: '7', SPEC_WAIT: '1.5m', SPEC_ON: 'yes', SPEC_WHERE: 'https://a.example/x', SPEC_WORDS: 'a, b,,c', SPEC_MODE: 'fast' });
  expect(settings()).toMatchObject({ count: 7, wait: 90_000, on: true, where: 'https://a.example/x', words: ['a', 'b', 'c'], mode: 'fast' });
});

it('lets the environment win over the file, the file over what the program supplies, that over the default', () => {
  supplySettings({ 'spec.name': 'supplied', 'spec.count': 4, 'spec.mode': 'fast' });
  file({ spec: { name: 'file', count: 5 } });
  process.env.SPEC_NAME = 'env';
  expect(settings()).toMatchObject({ name: 'env', count: 5, mode: 'fast' });
});

it('reads once: a later change of the environment does not split a running process', () => {
  expect(settings().name).toBe('plain');
  process.env.SPEC_NAME = 'later';
  expect(settings().name).toBe('plain');
});

it('tells all faults at once, by variable, without the values', () => {
  Object.assign(process.env, { SPEC_COUNT: '12', SPEC_WAIT: 'soon', SPEC_ON: 'maybe', SPEC_WHERE: 'hunter2', SPEC_MODE: 'odd' });
  let caught: unknown;
  try {
    validateSettings();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(SettingsError);
  const { message, faults } = caught as SettingsError;
  expect(faults.map((f) => f.env)).toEqual(['SPEC_COUNT', 'SPEC_WAIT', 'SPEC_ON', 'SPEC_WHERE', 'SPEC_MODE']);
  expect(message).toContain('SPEC_COUNT (spec.count): must be at most 9');
  expect(message).not.toContain('hunter2');
});

it('refuses an unknown key in the file, since it is a misspelled one', () => {
  file({ spec: { cuont: 5 } });
  expect(() => settings()).toThrow(/spec\.cuont.*unknown setting/);
});

it.each([['not json'], [[1]], [{ spec: 5 }]])('refuses a file that is %j', (content) => {
  file(content);
  expect(() => settings()).toThrow(SettingsError);
});

it('names a required setting that is missing', () => {
  const needed = defineSettings('spec_needed', { it: { env: 'SPEC_NEEDED', type: 'string', required: true, doc: 'What it is for.' } });
  expect(() => needed()).toThrow(/SPEC_NEEDED \(spec_needed\.it\): is required: What it is for\./);
  process.env.SPEC_NEEDED = 'x';
  forgetSettings();
  expect(needed().it).toBe('x');
});

it('describes every setting without the defaults of secrets', () => {
  const rows = describeSettings().filter((r) => r.group === 'spec');
  expect(rows.map((r) => r.key)).toEqual(['count', 'key', 'mode', 'name', 'on', 'wait', 'where', 'words'].map((k) => `spec.${k}`));
  expect(rows.find((r) => r.key === 'spec.count')).toMatchObject({ env: 'SPEC_COUNT', type: 'integer', default: 3, doc: 'A count.' });
  expect(JSON.stringify(rows)).not.toContain('hunter2');
});

it('does not let two owners declare one group', () => {
  expect(() => defineSettings('spec', { other: { env: 'X', type: 'string', doc: 'x' } })).toThrow(/declared twice/);
});

it('never prints a secret', () => {
  const secret = new Secret('hunter2');
  expect([String(secret), `${secret}`, JSON.stringify({ secret }), inspect({ secret }, { showHidden: true, depth: 5 })].join()).not.toContain('hunter2');
  expect(secret.reveal()).toBe('hunter2');
});
