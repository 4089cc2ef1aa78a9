import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { authSettings } from '../auth/settings.js';

/** An API answer is never a page: nothing may be loaded, run or framed from it. */
const API_POLICY = { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] };

/** Swagger UI loads its own files, calls its own app and the issuer's token endpoint, and writes inline styles. */
function docsPolicy(): string {
  const issuer = new URL(authSettings().issuer).origin;
  return ["default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self' data:", `connect-src 'self' ${issuer}`, "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"].join('; ');
}

/** Security headers on every answer, tight for the API, as wide as Swagger UI needs under /docs. */
export async function securityHeaders(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(helmet as never, { global: true, contentSecurityPolicy: { useDefaults: false, directives: API_POLICY }, crossOriginResourcePolicy: { policy: 'same-origin' }, referrerPolicy: { policy: 'no-referrer' } });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    const route = request.routeOptions.url;
    if (route?.startsWith('/docs') || route === '/oauth2-redirect.html') {
      // The window that signs in must reach the page that opened it, across the issuer's pages.
      void reply.headers({ 'content-security-policy': docsPolicy(), 'cross-origin-opener-policy': 'unsafe-none' });
    }
    done();
  });
}
