import { writeSync } from 'node:fs';

/** One place armed: at the `nth` passing that fits, the process dies. */
interface Armed {
  order: string;
  name: string;
  flow?: RegExp;
  step?: RegExp;
  key?: RegExp;
  left: number;
}

/** Read when a place is first passed, so that a process that is loaded ahead of its time can still be told. */
let armed: Armed[] | undefined;

/**
 * A named place at which the process can be made to die as by `kill -9` (nothing is cleaned up), for tests of recovery.
 * `THROUGHLINE_CRASH_AT=<name>[@<flow>[/<step>[/<effect key>]]][:<nth pass>]`; several are separated by `;`, and the first that fits kills. `step` is the verb of an
 * effect, else the step's name; `*` stands for anything. Before it dies the process says on standard error which order it obeyed. Without the variable it does nothing.
 *
 * @param run id of the run (it begins with the flow's name) or the name of a consumer
 */
export const crashPoint: (name: string, run?: string | null, step?: string, key?: string) => void = process.env['THROUGHLINE_CRASH_AT']
  ? (name, run, step, key) => {
      for (const a of (armed ??= readOrders(process.env['THROUGHLINE_CRASH_AT'] ?? ''))) {
        if (!fits(a, name, run, step, key) || --a.left > 0) continue;
        writeSync(2, `crash point: ${a.order}\n`);
        process.kill(process.pid, 'SIGKILL');
      }
    }
  : () => undefined;

function fits(a: Armed, name: string, run?: string | null, step?: string, key?: string): boolean {
  return a.name === name && a.left > 0 && (a.flow?.test((run ?? '').split(':')[0]!) ?? true) && (a.step?.test(step ?? '') ?? true) && (a.key?.test(key ?? '') ?? true);
}

/** The places of an order; exported for its spec. */
export function readOrders(text: string): Armed[] {
  return text.split(';').filter(Boolean).map((order) => {
    const [, where, nth = '1'] = /^(.*?)(?::(\d+))?$/s.exec(order)!;
    const [name, place] = cut(where!, '@');
    const [flow, rest] = cut(place, '/');
    const [step, key] = cut(rest, '/');
    return { order, name: name!, flow: glob(flow), step: glob(step), key: glob(key), left: Number(nth) };
  });
}

function cut(text: string | undefined, at: string): [string | undefined, string | undefined] {
  const i = text?.indexOf(at) ?? -1;
  return i < 0 ? [text, undefined] : [text!.slice(0, i), text!.slice(i + 1)];
}

function glob(text: string | undefined): RegExp | undefined {
  return text === undefined ? undefined : new RegExp(`^${text.split('*').map((t) => t.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's');
}
