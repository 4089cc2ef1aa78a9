import { contextFromHeaders } from './hook.js';
import { isCorrelationId, nextTraceparent, parseTraceparent } from './ids.js';
import { outgoingHeaders } from './outgoing.js';
import { inWorkContext } from './context.js';

const TRACE = 'a'.repeat(32);
const SPAN = 'b'.repeat(16);

it.each(['018f6d1e-7c1a-7c3e-9a43-3f1f5f4f0a11', 'run:TTI/2025-06+1', 'x', 'a'.repeat(128)])('takes over the correlation id %s', (id) => {
  expect(isCorrelationId(id)).toBe(true);
});
it.each(['', 'a b', 'a\nb', '{"a":1}', '../x"', '-x', 'a'.repeat(129), undefined, ['a']])('does not take over %j', (id) => {
  expect(isCorrelationId(id)).toBe(false);
});
it.each([`00-${'0'.repeat(32)}-${SPAN}-01`, `00-${TRACE}-${'0'.repeat(16)}-01`, `ff-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01-more`, `00-${TRACE.toUpperCase()}-${SPAN}-01`, 'nonsense'])('ignores the invalid traceparent %s, as W3C asks', (text) => {
  expect(parseTraceparent(text)).toBeUndefined();
});
it('accepts a traceparent of a later version with more after it', () => {
  expect(parseTraceparent(`01-${TRACE}-${SPAN}-00-new`)).toEqual({ trace_id: TRACE, parent_id: SPAN, flags: '00' });
});
it('continues a trace with a span of its own and keeps the sampling flag', () => {
  const next = nextTraceparent({ trace_id: TRACE, parent_id: SPAN, flags: '00' });
  expect(next).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
  expect(next).not.toContain(SPAN);
  expect(parseTraceparent(nextTraceparent())).toBeDefined();
});
it('drops tracestate without a valid traceparent, and passes it on with one', () => {
  expect(contextFromHeaders({ tracestate: 'v=1' }).tracestate).toBeUndefined();
  const context = contextFromHeaders({ traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'v=1' });
  expect(inWorkContext(context, outgoingHeaders)).toEqual({ 'x-correlation-id': TRACE, traceparent: context.traceparent, tracestate: 'v=1' });
});
it('adds nothing to calls outside of any work', () => {
  expect(outgoingHeaders()).toEqual({});
});
