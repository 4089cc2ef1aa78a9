import { execFile, spawnSync } from 'node:child_process';
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runDemo } from '../../apps/launcher/src/demo.js';
import { Progress } from '../../apps/launcher/src/progress.js';
import { DoneSteps } from '../../apps/launcher/src/steps.js';
import { guideBlocks, guideScript, statusesOf } from '../support/guide-blocks.js';
import { RunningSuite } from '../support/running-suite.js';

const ROOT = resolve(__dirname, '../..');
const blocks = guideBlocks(readFileSync(join(ROOT, 'docs/api-guide.md'), 'utf8'));
/** Parts of the story the guide does not need; leaving them out saves a minute. */
const LEFT_OUT = ['sales.commit', 'sales.slip', 'week.2026-08-10', 'week.2026-08-31', 'week.2026-09-07', 'corrections.before.2026-08', 'close.2026-08', 'corrections.after.2026-08', 'corrections.before.2026-09', 'billing.2026-09', 'release.2026-09', 'billing.rest', 'release.rest'];
const able = ['bash', 'curl'].every((tool) => spawnSync(tool, ['--version']).status === 0);

/** Every call of docs/api-guide.md, in order, in one shell, against a suite with a month of the small firm behind it. */
(able ? describe : describe.skip)('docs/api-guide.md', () => {
  let suite: RunningSuite;
  let statuses = new Map<string, number[]>();
  let output = '';

  beforeAll(async () => {
    suite = await RunningSuite.start();
    const done = new DoneSteps(join(suite.dataDir, 'demo.json'));
    for (const step of LEFT_OUT) done.add(step);
    const log = createWriteStream(join(suite.dataDir, 'logs/story.log')) as unknown as NodeJS.WriteStream;
    await runDemo({ firm: suite.sandbox.firm, people: suite.people, progress: new Progress(log), done, size: 'small', seed: 7 });
    const script = join(suite.dataDir, 'guide.sh');
    const written = join(suite.dataDir, 'statuses');
    writeFileSync(script, guideScript(blocks));
    writeFileSync(written, '');
    const env = { ...process.env, BASE: suite.url, FIRM: suite.sandbox.firm, ERP: suite.sandbox.vendors['netsuite'], THROUGHLINE_DATA_DIR: suite.dataDir, STATUSES: written };
    output = await new Promise((done) => execFile('bash', [script], { cwd: ROOT, env, timeout: 180_000, maxBuffer: 64 << 20 }, (_error, stdout, stderr) => done(stdout + stderr)));
    statuses = statusesOf(readFileSync(written, 'utf8'));
  }, 400_000);

  afterAll(() => suite?.stop());

  it.each(blocks.map((b) => [b.name, b] as const))('%s', (name, block) => {
    const got = statuses.get(name.replaceAll("'", '’'));
    if (!got) throw new Error(`The guide was not followed as far as this. Its last words: ${output.slice(-1500)}`);
    const calls = (block.script.match(/\bcurl\b/g) ?? []).length;
    if (block.expect) expect(got).toEqual(block.expect);
    else expect(got.filter((s) => s < 200 || s > 299)).toEqual([]);
    expect(got.length).toBeGreaterThanOrEqual(Math.min(calls, 1));
  });

  it('ends with control totals that hold', () => {
    expect(output.trim().split('\n').at(-1)).toBe('true');
  });
});
