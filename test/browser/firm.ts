import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runDemo } from '../../apps/launcher/src/demo.js';
import { Progress } from '../../apps/launcher/src/progress.js';
import { DoneSteps } from '../../apps/launcher/src/steps.js';
import { RunningSuite } from '../support/running-suite.js';

/** Parts of the story that are left out: the journeys need a billed August and a September whose drafts are not prepared yet. */
const LEFT_OUT = ['sales.commit', 'sales.slip', 'week.2026-08-10', 'week.2026-08-31', 'week.2026-09-07', 'corrections.before.2026-08', 'close.2026-08', 'corrections.after.2026-08', 'corrections.before.2026-09', 'billing.2026-09', 'release.2026-09', 'billing.rest', 'release.rest'];

/** A suite with the small firm behind it. */
export interface Firm {
  url: string;
  /** Where the people of the firm work in their own systems. */
  firm: string;
  password(username: string): string;
  stop(): Promise<void>;
}

/**
 * Starts sandbox and suite and tells the story as far as the journeys need it. With PORTAL_TEST_URL, PORTAL_TEST_FIRM and
 * THROUGHLINE_DATA_DIR a demo that is up already is used instead: for work on the page.
 */
export async function startFirm(): Promise<Firm> {
  const { PORTAL_TEST_URL: url, PORTAL_TEST_FIRM: firm, THROUGHLINE_DATA_DIR: dataDir } = process.env;
  if (url && firm && dataDir) return { url, firm, password: passwordsIn(dataDir), stop: () => Promise.resolve() };
  const suite = await RunningSuite.start();
  try {
    const done = new DoneSteps(join(suite.dataDir, 'demo.json'));
    for (const step of LEFT_OUT) done.add(step);
    const log = createWriteStream(join(suite.dataDir, 'logs/story.log')) as unknown as NodeJS.WriteStream;
    await runDemo({ firm: suite.sandbox.firm, people: suite.people, progress: new Progress(log), done, size: 'small', seed: 7 });
  } catch (error) {
    await suite.stop();
    throw error;
  }
  return { url: suite.url, firm: suite.sandbox.firm, password: passwordsIn(suite.dataDir), stop: () => suite.stop() };
}

function passwordsIn(dataDir: string): (username: string) => string {
  const { people } = JSON.parse(readFileSync(join(dataDir, 'identity/demo-credentials.json'), 'utf8')) as { people: { username: string; password: string }[] };
  return (username) => people.find((p) => p.username === username)!.password;
}
