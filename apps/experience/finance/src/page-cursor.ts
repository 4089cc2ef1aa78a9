import { contentHash } from '#lib/canonical';
import { Problem } from '#lib/platform';

/** An opaque cursor: the position of the last row, bound to the question it was given out for. */
export function pageCursor(question: object, position: readonly string[]): string {
  return Buffer.from(JSON.stringify([mark(question), ...position])).toString('base64url');
}

/** The position in a cursor of this question; undefined without a cursor. @throws Problem `validation` for one of another question. */
export function positionIn(question: object, cursor: string | undefined, length: number): string[] | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parsed = undefined;
  }
  if (!Array.isArray(parsed) || parsed.length !== length + 1 || parsed[0] !== mark(question) || parsed.some((p) => typeof p !== 'string')) {
    throw new Problem('validation', '1 field is not valid.', { errors: [{ field: 'cursor', message: 'cursor was not given out for this question', fix: 'Leave it out to start at the first page, and keep all other parameters while paging.' }] });
  }
  return parsed.slice(1) as string[];
}

function mark(question: object): string {
  return contentHash(question).slice(0, 12);
}
