import { first, parseXml, textAt } from './xml.js';

/** A SOAP fault: the last part of the code (`validationError`) and what Workday says, without the request's content. */
export interface SoapFault {
  code: string;
  text: string;
}

/** The fault of an answer, if it is one; undefined for anything else, an HTML page included. */
export function faultOf(body: string): SoapFault | undefined {
  if (!/<(?:[\w-]+:)?Fault[\s>]/.test(body.slice(0, 2_000))) return undefined;
  try {
    const fault = first(parseXml(body), 'Envelope/Body/Fault');
    const code = textAt(fault, 'faultcode')?.replace(/^.*[.:]/, '');
    return fault && { code: code ?? 'fault', text: (textAt(fault, 'faultstring') ?? 'no reason was given').slice(0, 300) };
  } catch {
    return undefined;
  }
}
