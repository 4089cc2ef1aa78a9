import { exactText } from '../define/exact-json.js';
import type { VendorRequest } from '../define/request.js';

/** The absolute url of a request. Throws for an origin that is not one of the vendor's: a link in an answer must not carry our credentials elsewhere. */
export function targetOf(request: VendorRequest, base: string, allowedOrigins: ReadonlySet<string>): string {
  const url = /^https?:\/\//i.test(request.url) ? new URL(request.url) : new URL(base.replace(/\/+$/, '') + (request.url.startsWith('/') ? '' : '/') + request.url);
  if (url.origin !== new URL(base).origin && !allowedOrigins.has(url.origin)) throw new Error(`${request.label}: ${url.origin} is not an address of this vendor`);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.append(name, String(value));
  }
  return url.href;
}

/** Body text and content type of a request. */
export function payloadOf(request: VendorRequest): { body?: string; contentType?: string } {
  const { body } = request;
  if (body === undefined) return {};
  if (typeof body === 'string') return { body, contentType: request.content_type ?? 'text/plain; charset=utf-8' };
  if (body instanceof URLSearchParams) return { body: body.toString(), contentType: 'application/x-www-form-urlencoded' };
  return { body: exactText(body), contentType: request.content_type ?? 'application/json' };
}

/** Every origin that stands in the settings. */
export function originsOf(settings: object): Set<string> {
  const origins = new Set<string>();
  for (const value of Object.values(settings)) {
    if (typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value)) origins.add(new URL(value).origin);
  }
  return origins;
}
