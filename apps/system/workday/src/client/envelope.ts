const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
/** Text as it may stand in an element or attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c]!);

const NO_HEADER = '<soapenv:Header/>';
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const PASSWORD_TEXT = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText';

/** A SOAP 1.1 envelope around one operation of `urn:com.workday/bsvc`, not signed yet. `inner` is XML with the prefix `bsvc`. */
export function envelope(operation: string, version: string, inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:bsvc="urn:com.workday/bsvc">${NO_HEADER}`
    + `<soapenv:Body><bsvc:${operation} bsvc:version="${escaped(version)}">${inner}</bsvc:${operation}></soapenv:Body></soapenv:Envelope>`;
}

/** The envelope with a WS-Security UsernameToken (plain text password: only over TLS). */
export function withUsernameToken(unsigned: string, user: string, password: string): string {
  const header = `<soapenv:Header><wsse:Security xmlns:wsse="${WSSE}" soapenv:mustUnderstand="1"><wsse:UsernameToken><wsse:Username>${escaped(user)}</wsse:Username>`
    + `<wsse:Password Type="${PASSWORD_TEXT}">${escaped(password)}</wsse:Password></wsse:UsernameToken></wsse:Security></soapenv:Header>`;
  return unsigned.replace(NO_HEADER, () => header);
}
