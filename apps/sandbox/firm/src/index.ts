import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDesks, VendorRefusal, type VendorUrls } from './desk.js';
import { ChosenFirm } from './http/chosen-firm.js';
import { answerJson, jsonBody, Refused, wantsLines } from './http/exchange.js';
import { Progress } from './http/progress.js';
import { actFor, type Act, askedFor } from './http/routes.js';
import { seedAll } from './people/seed-all.js';
import type { Stage, StepResult } from './people/step.js';
import { storyPlan } from './plan.js';
import { totals } from './totals.js';
import type { SizeName, SpanName } from './world/firm-types.js';
import { SIZE_NAMES } from './world/sizes.js';
import { SPAN_NAMES } from './world/story-calendar.js';

export type { VendorUrls } from './desk.js';
export type { SizeName, SpanName } from './world/firm-types.js';

/** How to start the firm. */
export interface FirmOptions {
  /** 0 takes any free port. */
  port: number;
  host?: string;
  /** Base addresses of the four vendors of the sandbox. */
  urls: VendorUrls;
  size?: SizeName;
  seed?: string;
  span?: SpanName;
  /** Folder in which the choice of firm is remembered. */
  dataDir?: string | undefined;
}

export interface StartedFirm { url: string; port: number; stop(): Promise<void> }

/** Starts the firm's HTTP server. It holds no books: every step reads where things stand from the vendors. */
export async function startFirm(options: FirmOptions): Promise<StartedFirm> {
  const host = options.host ?? '127.0.0.1';
  const chosen = ChosenFirm.open({ size: options.size ?? 'full', seed: options.seed ?? 'meridian', span: options.span ?? 'quarter' }, options.dataDir);
  const progress = new Progress();
  const stage = (): Stage => ({ firm: chosen.firm, desks: openDesks(options.urls), report: progress.report });
  // One step at a time, in the order they were asked for.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = last.then(run, run);
    last = mine.catch(() => undefined);
    return mine;
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const path = new URL(req.url ?? '/', 'http://firm').pathname.replace(/\/+$/, '');
    if (req.method === 'GET' && path === '/firm/plan') return answerJson(res, 200, storyPlan(chosen.firm));
    if (req.method === 'GET' && path === '/firm/progress') return answerJson(res, 200, progress.now);
    if (req.method === 'GET' && path === '/firm/totals') return answerJson(res, 200, await totals(stage().desks));
    const asked = req.method === 'GET' ? askedFor(path, stage()) : undefined;
    if (asked) return answerJson(res, 200, await asked());
    const seed: Act = async (at, body) => {
      await choose(chosen, at, body);
      return seedAll(stage());
    };
    const act = req.method !== 'POST' ? undefined : path === '/firm/seed' ? seed : actFor(path, stage());
    if (!act) throw new Refused(404, 'POST /firm/seed, sales, staff, hr/{monday}, weeks/{monday}, milestones/{month}, expenses/{month}, corrections, amendments/{month}, close/{month}, payments/{month}, fix/{name}; GET /firm/plan, usage/{month}, estimates/{month}, progress, totals');
    const body = await jsonBody(req);
    await inTurn(() => tell(req, res, progress, path, () => act(stage(), body)));
  };
  const server = createServer((req, res) => {
    serve(req, res).catch((error: unknown) => fail(res, error));
  });
  await new Promise<void>((done, refuse) => server.once('error', refuse).listen(options.port, host, done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://${host}:${port}`, port, stop: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); }) };
}

/** Takes another firm only while the vendors hold none. */
async function choose(chosen: ChosenFirm, { desks, firm }: Stage, body: Record<string, unknown>): Promise<void> {
  const size = body.size ?? firm.size;
  const seed = typeof body.seed === 'number' ? String(body.seed) : (body.seed ?? firm.seed);
  const span = body.span ?? (body.size === undefined ? firm.span : 'quarter');
  if (!SIZE_NAMES.includes(size as SizeName)) throw new Refused(400, `size must be one of ${SIZE_NAMES.join(', ')}`);
  if (!SPAN_NAMES.includes(span as SpanName)) throw new Refused(400, `span must be one of ${SPAN_NAMES.join(', ')}`);
  if (typeof seed !== 'string' || seed === '') throw new Refused(400, 'seed must be a text or a number');
  const choice = { size: size as SizeName, seed, span: span as SpanName };
  if (!chosen.is(choice) && (await desks.salesforce.rows('Account')).length > 0) throw new Refused(409, `the vendors hold the firm of size ${firm.size}, span ${firm.span}, seed ${firm.seed}: reset them first`);
  chosen.choose(choice);
}

/** Runs a step and answers it: as one JSON object, or with a line for every report of progress before. */
async function tell(req: IncomingMessage, res: ServerResponse, progress: Progress, path: string, run: () => Promise<StepResult>): Promise<void> {
  const lines = wantsLines(req);
  progress.begin(path.replace('/firm/', ''));
  if (lines) res.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const silence = lines ? progress.listen(({ step, done, total }) => res.write(`${JSON.stringify({ progress: { step, done, total } })}\n`)) : undefined;
  try {
    const result = await run();
    if (lines) res.end(`${JSON.stringify(result)}\n`);
    else answerJson(res, 200, result);
  } finally {
    silence?.();
    progress.end();
  }
}

function fail(res: ServerResponse, error: unknown): void {
  const status = error instanceof Refused ? error.status : error instanceof VendorRefusal ? 502 : 500;
  const body = { error: error instanceof Error ? error.message : String(error) };
  if (res.headersSent) res.end(`${JSON.stringify(body)}\n`);
  else answerJson(res, status, body);
}
