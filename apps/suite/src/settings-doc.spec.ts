import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSettings, type SettingDescription } from '#lib/platform';
import './apps.js';
import { settingsReference } from './settings-reference.js';

const reference = settingsReference(describeSettings());

it('docs/settings.md is what the code says', () => {
  const written = readFileSync(join(__dirname, '../../../docs/settings.md'), 'utf8');
  // When this fails: npm run docs:settings, and commit the file.
  expect(written).toBe(reference);
});

it('names every declared setting once, with its variable', () => {
  for (const s of describeSettings()) expect([s.env, reference.split(`| \`${s.env}\` |`).length - 1]).toEqual([s.env, 1]);
});

it('never shows the default of a secret, and writes durations as people set them', () => {
  const setting = (over: Partial<SettingDescription>): SettingDescription => ({ key: 'demo.x', group: 'demo', env: 'DEMO_X', type: 'string', doc: 'A | b.', ...over });
  const table = settingsReference([setting({ secret: true }), setting({ key: 'demo.wait', env: 'DEMO_WAIT', type: 'duration_ms', default: 90_000, max: 86_400_000 })]);
  expect(table).toContain('| `DEMO_X` | `x` | string (secret) |  | A \\| b. |');
  expect(table).toContain('| `DEMO_WAIT` | `wait` | duration (to 1d) | `90s` | A \\| b. |');
});
