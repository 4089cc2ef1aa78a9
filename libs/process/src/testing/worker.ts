import 'reflect-metadata';
import { defineFlow, defineTrigger, launchEngine, registerParts, shutdownEngine } from '../index.js';
import { HttpSystem } from './http-system.js';

interface Work {
  key: string;
  project: string;
}

/** A process of its own that runs one flow: two database steps around two writes to a system. Killed by the recovery specs. */
const work = defineFlow<Work, string>({
  name: 'work', queue: 'delivery', businessKey: (i) => i.key, partition: (i) => i.project,
  run: async (ctx, i) => {
    const row = (what: string) => ctx.tx(what, async (em) => void (await em.query('insert into done (run, what) values ($1, $2)', [ctx.runId, what])));
    const write = (verb: string) => ctx.effect(verb, { system: 'erp', verb, key: `${verb}:${i.key}`, body: { for: i.key } });
    await row('first');
    const posted = await write('post');
    await row('second');
    await ctx.sleep(Number(process.env['WORK_MS'] ?? 1));
    await write('close');
    return posted.ok ? posted.source_id : 'refused';
  },
});

const onProject = defineTrigger<Work>({ types: ['project.changed'], flow: work, input: (e) => ({ key: e.idempotencykey, project: e.partitionkey }), id: (e) => `work:${e.idempotencykey}` });

registerParts('worker', [work, onProject]);
await launchEngine({ url: process.env['DATABASE_URL']!, client: new HttpSystem(process.env['SYSTEM_URL']!, 5_000) });
process.stdout.write('READY\n');
process.once('SIGTERM', () => void shutdownEngine().then(() => process.exit(0)));
setInterval(() => undefined, 60_000);
