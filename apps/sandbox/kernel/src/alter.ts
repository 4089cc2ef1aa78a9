import { driftJson, setField } from './alter-json.js';
import { driftXml, setElement } from './alter-xml.js';
import type { Fault } from './fault.js';
import type { Reply } from './vendor.js';

/** The request body with the echo faults worked in, so that what is stored differs from what was asked. */
export function alterStored(raw: Buffer, alterations: Fault[]): Buffer {
  const echoes = alterations.filter((fault) => fault.kind === 'echo' && fault.where !== 'answered');
  if (echoes.length === 0 || raw.length === 0) return raw;
  const text = raw.toString('utf8');
  try {
    const body = JSON.parse(text);
    for (const echo of echoes) setField(body, echo.field ?? '', (echo.value ?? null) as never);
    return Buffer.from(JSON.stringify(body));
  } catch {
    return Buffer.from(echoes.reduce((altered, echo) => setElement(altered, echo.field ?? '', echo.value), text));
  }
}

/** The answer with echo (where: answered) and, on reads, drift worked in. */
export function alterAnswer(reply: Reply, isWrite: boolean, alterations: Fault[]): Reply {
  const wanted = alterations.filter((fault) => (fault.kind === 'drift' ? !isWrite : fault.where === 'answered' || !isWrite));
  if (wanted.length === 0 || reply.body === undefined || reply.status >= 400) return reply;
  if (typeof reply.body === 'object' && !Buffer.isBuffer(reply.body)) {
    return { ...reply, body: alterJson(structuredClone(reply.body), wanted) };
  }
  const text = String(reply.body);
  if (/^\s*[[{]/.test(text)) return { ...reply, body: JSON.stringify(alterJson(JSON.parse(text), wanted)) };
  return { ...reply, body: wanted.reduce(alterXml, text) };
}

function alterJson(body: any, alterations: Fault[]): unknown {
  for (const fault of alterations) {
    if (fault.kind === 'drift') driftJson(body, fault);
    else setField(body, fault.field ?? '', (fault.value ?? null) as never);
  }
  return body;
}

const alterXml = (text: string, fault: Fault): string =>
  fault.kind === 'drift' ? driftXml(text, fault) : setElement(text, fault.field ?? '', fault.value);
