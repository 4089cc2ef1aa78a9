import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request the firm cannot follow, with a sentence on what to ask instead. */
export class Refused extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

const LIMIT = 1024 * 1024;

/** The JSON object of a body; an empty body is an empty object. */
export async function jsonBody(req: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LIMIT) throw new Refused(413, 'the body is larger than a megabyte');
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString('utf8');
  if (!text.trim()) return {};
  try {
    const body: unknown = JSON.parse(text);
    if (body && typeof body === 'object' && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Refused(400, 'the body must be a JSON object');
}

export function answerJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** True when the caller wants progress as lines of JSON before the answer. */
export const wantsLines = (req: IncomingMessage): boolean => String(req.headers.accept ?? '').includes('application/x-ndjson');
