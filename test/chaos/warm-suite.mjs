// The suite in a process that has loaded its code and waits for word: what a kill costs is then the start itself, not the reading of modules.
import 'reflect-metadata';
import { once } from 'node:events';

const orphaned = () => process.exit(0);
process.once('disconnect', orphaned);
await import('../../dist/apps/suite/src/suite.js');
process.send({ warm: true });
const [{ crashAt }] = await once(process, 'message');
// Crash points are read when the first of them is passed; the variable was set at the start, or they would be off.
if (crashAt) process.env.THROUGHLINE_CRASH_AT = crashAt;
process.off('disconnect', orphaned);
await import('../../dist/apps/suite/src/main.js');
