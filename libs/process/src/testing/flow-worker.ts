import 'reflect-metadata';
import type { EventType } from '#lib/canonical';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Consumer, defineConsumer, type Flow, launchEngine, registerParts, shutdownEngine, startIn } from '../index.js';
import { HttpSystem } from './http-system.js';

/**
 * A process of its own that runs flows of an app, to be killed by a spec. It loads its code, says so, and waits for word: where to die and
 * which database to work on. `SPEC_PARTS` names what it runs, as `<file>#<export>` with commas between.
 */
export interface Word {
  crash_at: string;
  database_url: string;
  system_url: string;
}

/** What an HTTP route would start is started by an event, in the transaction that moves past it. */
const bySpec = defineConsumer({
  name: 'spec.starts', types: ['spec.start' as EventType],
  async handle(em, events) {
    for (const { data, correlationid } of events) await startIn(em, { flow: String(data['flow']), id: String(data['id']), input: data['input'] as object, correlation_id: correlationid });
  },
});

const orphaned = () => process.exit(0);
process.once('disconnect', orphaned);
const parts: (Flow | Consumer)[] = [bySpec];
for (const part of process.env['SPEC_PARTS']!.split(',')) {
  const [file, name] = part.split('#');
  parts.push(...[((await import(pathToFileURL(join(process.cwd(), file!)).href)) as Record<string, Flow | Consumer | (Flow | Consumer)[]>)[name!]!].flat());
}
process.send!('loaded');
const [word] = (await once(process, 'message')) as [Word];
// Crash points are read when the first of them is passed; the variable was set at the start, or they would be off.
process.env['THROUGHLINE_CRASH_AT'] = word.crash_at;
registerParts('spec', parts);
await launchEngine({ url: word.database_url, client: new HttpSystem(word.system_url, 30_000) });
process.off('disconnect', orphaned);
process.once('disconnect', () => void shutdownEngine().then(() => process.exit(0)));
