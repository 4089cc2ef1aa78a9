import type { VendorAnswer, VendorContext } from '#lib/connector';

/**
 * The moment an answer was given, by Workday's own clock (its `Date` header, whole seconds, so never late). What is compared with
 * moments inside Workday must come from the same clock; ours only stands in where a proxy took the header away.
 */
export function givenAt(answer: VendorAnswer, ctx: Pick<VendorContext, 'now'>): string {
  const ms = Date.parse(answer.headers['date'] ?? '');
  return (Number.isFinite(ms) ? new Date(ms) : ctx.now()).toISOString();
}
