import { classifyStatus, type Failure, type VendorAnswer, type VendorRequest } from '#lib/connector';
import { faultOf } from './client/fault.js';

/**
 * Workday's answers in the closed set. SOAP refuses with a Fault under HTTP 500 whatever the reason, REST with `{error, errors}`.
 * Every call is a read, so nothing was ever applied; an answer that was cut off is asked for again.
 */
export function classify(answer: VendorAnswer, request: VendorRequest): Failure | null {
  return request.label.startsWith('soap.') ? classifySoap(answer) : classifyJson(answer);
}

function classifySoap(answer: VendorAnswer): Failure | null {
  const fault = faultOf(answer.body);
  if (fault) return { class: classOfFault(fault), applied: 'no', detail: fault.text, vendor_code: fault.code };
  const failure = classifyStatus(answer);
  if (failure) return { ...failure, applied: 'no' };
  return /<\/(?:[\w-]+:)?Envelope>\s*$/.test(answer.body) ? null : cutOff(answer);
}

function classOfFault({ code, text }: { code: string; text: string }): Failure['class'] {
  if (code === 'authenticationError') return 'auth';
  if (code === 'validationError') return /invalid id value/i.test(text) ? 'not_found' : 'validation';
  return 'unavailable';
}

function classifyJson(answer: VendorAnswer): Failure | null {
  const said = errorOf(answer);
  const failure = classifyStatus(answer, said?.text);
  if (failure) return { ...failure, applied: 'no', vendor_code: said?.code };
  if (said) return { class: 'unavailable', applied: 'no', detail: said.text, vendor_code: said.code };
  return /^\s*[{[]/.test(answer.body) && /[}\]]\s*$/.test(answer.body) ? null : cutOff(answer);
}

const cutOff = (answer: VendorAnswer): Failure => ({ class: 'unavailable', applied: 'no', detail: `the answer of ${answer.body.length} characters is not whole` });

/** `error` of a REST answer: always a refusal, whatever the status. Long bodies are data, not errors. */
function errorOf(answer: VendorAnswer): { text: string; code?: string } | undefined {
  if (answer.body.length > 20_000) return undefined;
  try {
    const { error, errors } = answer.json<{ error?: unknown; errors?: { error?: unknown; code?: unknown }[] }>();
    if (typeof error !== 'string') return undefined;
    const code = errors?.[0]?.code;
    return { text: error.slice(0, 300), ...(typeof code === 'string' ? { code } : {}) };
  } catch {
    return undefined;
  }
}
