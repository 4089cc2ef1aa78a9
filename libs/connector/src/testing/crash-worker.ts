// A system app reduced to one write and its resolver, to be killed at a named crash point: crash-worker <database url> <vendor url> <key> [resolve]
import 'reflect-metadata';
import { openStore } from '#lib/store';
import { ConnectorRuntime, EffectService, Ledger, Resolver } from '../index.js';
import { acme } from './acme-connector.js';
import { ask } from './ask.js';

const [database, vendor, key, resolve] = process.argv.slice(2) as [string, string, string, string?];
const db = await openStore(database, { poolSize: 3 });
const runtime = new ConnectorRuntime(acme, { settings: { base_url: vendor, secret: 's' } });
const ledger = new Ledger(db, 'acme');
if (resolve) new Resolver(runtime, ledger).start();
const { row } = await new EffectService(runtime, ledger).perform(ask(key));
for (let now = row; !['confirmed', 'exception', 'rejected'].includes(now.state); now = (await ledger.get(key))!) await new Promise((r) => setTimeout(r, 50));
process.exit(0);
