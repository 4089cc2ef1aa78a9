import { UnreadableAnswer, type VendorAnswer } from '#lib/connector';

/** An object of Kantata: ids are opaque text, foreign keys are there only when asked for with `include`. */
export type Row = Record<string, any> & { id: string };

interface Envelope {
  count: number;
  results: { key: string; id: string }[];
  meta?: { count?: number };
  [collection: string]: unknown;
}

/** Rows of one collection in the order of `results` (the map beside it mixes in side-loaded rows), with what was side-loaded. */
export interface Listed {
  rows: Row[];
  total: number;
  /** Kantata's own clock when it answered, in whole seconds since 1970. */
  answeredAt: number;
  /** Side-loaded objects of a collection by id. */
  side(collection: string): Record<string, Row>;
}

/** Opens the Brainstem envelope. */
export function listed(answer: VendorAnswer, plural: string): Listed {
  const body = answer.json<Envelope>();
  if (!Array.isArray(body.results)) throw new UnreadableAnswer(`the answer has no results list for ${plural}`);
  const side = (collection: string) => (body[collection] ?? {}) as Record<string, Row>;
  const own = side(plural);
  const rows = body.results.filter((r) => r.key === plural).map((r) => {
    const row = own[String(r.id)];
    if (!row) throw new UnreadableAnswer(`${plural} ${r.id} is in results and not in the answer`);
    return { ...row, id: String(r.id) };
  });
  return { rows, total: Number(body.meta?.count ?? body.count ?? rows.length), answeredAt: clockOf(answer), side };
}

/** The single object of a create or update answer. */
export function single(answer: VendorAnswer, plural: string): Row {
  const { rows } = listed(answer, plural);
  if (rows.length !== 1) throw new UnreadableAnswer(`${rows.length} ${plural} where one was expected`);
  return rows[0]!;
}

function clockOf(answer: VendorAnswer): number {
  const told = Date.parse(answer.headers['date'] ?? '');
  return Math.floor((Number.isFinite(told) ? told : Date.now()) / 1000);
}
