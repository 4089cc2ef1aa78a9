import { workContext } from './context.js';
import { CORRELATION_HEADER } from './hook.js';

/** Headers to put on a call to another of our apps or to a vendor, so that it joins the same correlation and trace. Empty outside of any work. */
export function outgoingHeaders(): Record<string, string> {
  const context = workContext();
  if (!context) return {};
  return {
    [CORRELATION_HEADER]: context.correlation_id,
    traceparent: context.traceparent,
    ...(context.tracestate && { tracestate: context.tracestate }),
  };
}
