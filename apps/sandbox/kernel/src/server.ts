import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { BookStore } from './book-store.js';
import { VirtualClock } from './clock.js';
import { CONTROL, serveControl, type Running } from './control.js';
import { Exchange } from './exchange.js';
import { Executor } from './executor.js';
import { FaultBoard } from './fault-board.js';
import { LateWork } from './late-work.js';
import { seededRandom } from './random.js';
import type { Vendor } from './vendor.js';
import { WireLog } from './wire-log.js';

/** How to start a vendor. */
export interface StartOptions {
  /** 0 takes any free port. */
  port: number;
  /** Loopback unless said otherwise: the control API asks for no credentials. */
  host?: string;
  /** Folder for the journal; without it the books live as long as the process. */
  dataDir?: string | undefined;
  /** Seed of everything random, fault rates included. */
  seed?: string;
}

/** A vendor that is serving. */
export interface StartedVendor {
  url: string;
  port: number;
  /** Closes every connection and the journal. Late commits that are still to come are lost, as in a crash. */
  stop(): Promise<void>;
}

/** Starts one vendor on its own port, with the books its journal holds. */
export async function startVendor(vendor: Vendor, options: StartOptions): Promise<StartedVendor> {
  const running = assemble(vendor, options);
  const exchange = new Exchange(vendor, running.executor, running.faults, running.late, running.log, () => running.clock.now());
  const server = createServer({ keepAliveTimeout: 65_000 }, (req, res) => {
    res.on('error', () => res.destroy());
    if (req.url?.startsWith(CONTROL)) void serveControl(running, req, res).catch(() => res.destroy());
    else void exchange.serve(req, res);
  });
  const host = options.host ?? '127.0.0.1';
  try {
    await listen(server, options.port, host);
  } catch (error) {
    running.store.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const plug = new AbortController();
  running.unplug = (ms) => void unplug(server, port, host, ms, plug.signal);
  const stopAll = (): Promise<void> => {
    plug.abort();
    return stop(server, running);
  };
  return { url: `http://${host}:${port}`, port, stop: stopAll };
}

function assemble(vendor: Vendor, options: StartOptions): Running {
  const store = BookStore.open(options.dataDir && join(options.dataDir, `${vendor.name}.journal.jsonl`));
  const clock = new VirtualClock();
  clock.restore(store.clock);
  const state = new Map<string, unknown>();
  const seed = `${options.seed ?? 'sandbox'}:${vendor.name}`;
  const executor = new Executor(vendor, store, { now: () => clock.now(), rng: seededRandom(seed), state });
  return { vendor, store, executor, clock, faults: new FaultBoard(seed), late: new LateWork(), log: new WireLog(), state, unplug: () => undefined };
}

/** Time for the answer to the unplugging itself to leave. */
const FAREWELL_MS = 20;

/** Nothing listens on the port for a while; a vendor that was stopped meanwhile stays away. */
async function unplug(server: Server, port: number, host: string, ms: number, stopped: AbortSignal): Promise<void> {
  await wait(FAREWELL_MS);
  server.close();
  server.closeAllConnections();
  await wait(ms);
  if (!stopped.aborted) server.listen(port, host);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      done();
    });
  });
}

async function stop(server: Server, running: Running): Promise<void> {
  running.late.cancel();
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeAllConnections();
  await closed;
  await running.executor.idle();
  running.store.close();
}
