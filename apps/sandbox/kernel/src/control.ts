import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BookStore } from './book-store.js';
import type { VirtualClock } from './clock.js';
import { readBody, readHead, type ReadRequest } from './context.js';
import { controlFaults } from './control-faults.js';
import { controlTables } from './control-tables.js';
import { deliver } from './deliver.js';
import { documentsOf, duplicatesOf } from './documents.js';
import type { Executor } from './executor.js';
import type { FaultBoard } from './fault-board.js';
import type { LateWork } from './late-work.js';
import { keepSwitch } from './switches.js';
import { BadBody, type Reply, type Vendor } from './vendor.js';
import type { WireLog } from './wire-log.js';

/** Seeds can be large. */
const BODY_LIMIT = 512 * 1024 * 1024;

/** Path prefix of the control API; no vendor has it. */
export const CONTROL = '/__sandbox/';

/** The parts of a running vendor that the control API reaches. */
export interface Running {
  vendor: Vendor;
  store: BookStore;
  executor: Executor;
  clock: VirtualClock;
  faults: FaultBoard;
  late: LateWork;
  log: WireLog;
  state: Map<string, unknown>;
  /** Stops listening and drops every connection for so many milliseconds: connections are refused. */
  unplug(ms: number): void;
}

/** One call of the control API. */
export interface ControlCall {
  method: string;
  /** Path parts after the prefix, decoded. */
  parts: string[];
  request: ReadRequest;
  /** The JSON body, undefined when there is none. */
  body: any;
}

export const answer = (body: unknown, status = 200): Reply => ({ status, body });
export const refusal = (status: number, detail: string): Reply => ({ status, body: { error: detail } });

/** Serves the control API. Faults do not strike here. */
export async function serveControl(running: Running, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const request = readHead(req, 0);
  let reply: Reply;
  try {
    request.raw = await readBody(req, BODY_LIMIT);
    const body = request.raw.length ? JSON.parse(request.raw.toString('utf8')) : undefined;
    const parts = request.path.slice(CONTROL.length).split('/').map(decodeURIComponent);
    reply = await route(running, { method: request.method, parts, request, body });
  } catch (error) {
    const unreadable = error instanceof SyntaxError || error instanceof BadBody || error instanceof URIError;
    reply = refusal(unreadable ? 400 : 500, error instanceof Error ? error.message : String(error));
  }
  await deliver(res, reply, {}, 'whole');
}

async function route(running: Running, call: ControlCall): Promise<Reply> {
  const { vendor, store, executor, log, late } = running;
  const [first = '', second] = call.parts;
  switch (`${call.method} ${first}`) {
    case 'GET health':
      return answer({ vendor: vendor.name, status: 'up', ...running.clock.describe() });
    case 'GET documents': {
      const documents = documentsOf(vendor, executor.begin());
      return answer(second === 'duplicates' ? duplicatesOf(documents) : documents);
    }
    case 'POST actions':
      return act(running, call, second ?? '');
    case 'POST switches':
      if (!second || call.body?.value === undefined) return refusal(400, 'POST switches/{name} {"value": …}');
      return executor.transact(call.request, {}, 'commit', (ctx) => {
        keepSwitch(ctx.books, second, call.body.value);
        vendor.setSwitch?.(ctx.books, second, call.body.value);
        return answer({ name: second, value: call.body.value });
      });
    case 'GET clock':
    case 'POST clock':
      return setClock(running, call);
    case 'POST reset':
      late.cancel();
      return executor.transact(call.request, {}, 'drop', () => {
        store.reset();
        running.clock.restore(undefined);
        running.faults.clear();
        running.state.clear();
        log.clear();
        return { status: 204 };
      });
    case 'POST unplug':
      if (!(call.body?.ms > 0)) return refusal(400, 'POST unplug {"ms": …}');
      running.unplug(call.body.ms);
      return { status: 202 };
    case 'GET requests':
      return answer(call.request.query.has('after') ? log.after(Number(call.request.query.get('after'))) : log.last(Number(call.request.query.get('last') ?? 100)));
    case 'GET stats':
      return answer({ ...log.stats(), late_commits_pending: late.pending });
    case 'DELETE stats':
      log.clear();
      return { status: 204 };
    default:
      if (first === 'tables') return controlTables(running, call);
      if (first === 'faults') return controlFaults(running, call);
      return refusal(404, `no control route ${call.method} ${call.request.path}`);
  }
}

async function act(running: Running, call: ControlCall, name: string): Promise<Reply> {
  const action = Object.hasOwn(running.vendor.actions ?? {}, name) ? running.vendor.actions?.[name] : undefined;
  if (!action) return refusal(404, `no action ${name}; there are ${Object.keys(running.vendor.actions ?? {}).join(', ') || 'none'}`);
  return running.executor.transact(call.request, {}, 'commit', (ctx) => action(ctx, call.body ?? {}));
}

function setClock(running: Running, call: ControlCall): Reply {
  const { clock, store } = running;
  if (call.method === 'POST') {
    const { now, advance_ms: advance, frozen } = call.body ?? {};
    if (now !== undefined && Number.isNaN(Date.parse(now))) return refusal(400, 'now must be an ISO 8601 instant');
    if (advance !== undefined && !Number.isFinite(advance)) return refusal(400, 'advance_ms must be a number');
    const standing = typeof frozen === 'boolean' ? frozen : clock.describe().frozen;
    if (now !== undefined || typeof frozen === 'boolean') store.recordClock(clock.set(new Date(now ?? clock.now()), standing));
    if (advance !== undefined) store.recordClock(clock.advance(advance));
  }
  return answer(clock.describe());
}
