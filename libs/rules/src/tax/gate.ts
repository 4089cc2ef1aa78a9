import { why, type RuleTrace } from '../trace.js';

/** TAX-7: what to do with the tax engine's answer. Unreachable means queue; a document never posts without tax. */
export function taxGate(input: { engine: 'answered' | 'unreachable' | 'rejected'; detail?: string }): { ok: true; why: RuleTrace[] } | { ok: false; code: 'TAX_UNAVAILABLE' | 'INVALID_TAX'; action: 'queue' | 'hold'; why: RuleTrace[] } {
  if (input.engine === 'answered') return { ok: true, why: [why('TAX-7', 'tax was computed')] };
  if (input.engine === 'unreachable') return { ok: false, code: 'TAX_UNAVAILABLE', action: 'queue', why: [why('TAX-7', 'the tax engine did not answer: queued, not posted')] };
  return { ok: false, code: 'INVALID_TAX', action: 'hold', why: [why('TAX-7', input.detail ?? 'the tax engine rejected the document')] };
}
