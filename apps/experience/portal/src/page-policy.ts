import { authSettings } from '#lib/platform';

/**
 * Content security policy of the page: scripts are our own files only. The component library writes `<style>` elements of its own, so
 * inline styles are allowed. It calls our APIs and the issuer; the issuer is framed when a session is renewed, and so are we by ourselves.
 */
export function pagePolicy(): string {
  const issuer = new URL(authSettings().issuer).origin;
  return [
    "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self'", "manifest-src 'self'",
    `connect-src 'self' ${issuer}`, `frame-src 'self' ${issuer}`, "frame-ancestors 'self'", "base-uri 'none'", "form-action 'none'",
  ].join('; ');
}
