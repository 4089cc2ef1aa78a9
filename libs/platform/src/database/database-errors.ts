type Loose = { code?: unknown; name?: string; message?: string; driverError?: { code?: unknown } };

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

function codeOf(error: unknown): string {
  const e = error as Loose | null | undefined;
  const code = e?.code ?? e?.driverError?.code;
  return typeof code === 'string' ? code : '';
}

/** True when the database could not be reached or went away: says nothing about the work, which is repeated for as long as it takes. */
export function isConnectionError(error: unknown): boolean {
  const e = error as Loose | null | undefined;
  const code = codeOf(error);
  // Class 08 connection, 53 out of resources, 57P shutdown in progress, 25P03 our own idle-in-transaction guard.
  return /^(08|53)/.test(code) || /^57P0/.test(code) || code === '25P03' || NETWORK.has(code)
    || /QueryRunner\w*ReleasedError|TransactionNotStartedError/.test(e?.name ?? '')
    || /Connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|idle-in-transaction|Client was closed/i.test(e?.message ?? '');
}

/** True when another transaction was in the way: repeating it is all there is to do. */
export function isContention(error: unknown): boolean {
  return ['40001', '40P01', '55P03'].includes(codeOf(error));
}
