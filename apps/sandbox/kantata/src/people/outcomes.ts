import { Abort, type Reply } from '../../../kernel/src/index.js';

/** What became of one of the things a person was asked to do. */
export type ItemOutcome = { ok: true; [fact: string]: unknown } | { ok: false; error: string };

/**
 * Does each item in turn. What the vendor refuses is reported at its place and does not stop the others; steps of a
 * refused item that were done before the refusal stay done, as they would on a screen.
 */
export function eachItem<T>(items: T[] | undefined, act: (item: T) => Record<string, unknown>): Reply {
  const outcomes = (items ?? []).map((item): ItemOutcome => {
    try {
      return { ok: true, ...act(item) };
    } catch (error) {
      if (!(error instanceof Abort)) throw error;
      const body = error.reply.body as { errors?: { message: string }[] } | undefined;
      return { ok: false, error: body?.errors?.[0]?.message ?? `refused with ${error.reply.status}` };
    }
  });
  const done = outcomes.filter((outcome) => outcome.ok).length;
  return { status: 200, body: { done, refused: outcomes.length - done, items: outcomes } };
}
