import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { BEARER_SCHEME } from '../auth/decorators.js';
import { issuerEndpoints } from '../auth/oidc-issuer.js';
import { SCOPES } from '../auth/principal.js';
import { authSettings } from '../auth/settings.js';
import { documentOf } from './document.js';
import type { AppMeta } from './meta.js';

export const SIGN_IN_SCHEME = 'sign_in';

/** The document as served: with the sign-in of the configured issuer, if it can be reached, so that Swagger UI can fetch a token itself. */
async function withSignIn(document: OpenAPIObject): Promise<OpenAPIObject> {
  const endpoints = await issuerEndpoints(authSettings().issuer).catch(() => undefined);
  if (!endpoints?.authorization_endpoint) return document;
  const served = structuredClone(document);
  served.components ??= {};
  served.components.securitySchemes = {
    [SIGN_IN_SCHEME]: {
      type: 'oauth2',
      description: 'Sign in as a person (authorization code with PKCE).',
      flows: { authorizationCode: { authorizationUrl: endpoints.authorization_endpoint, tokenUrl: endpoints.token_endpoint, scopes: { ...SCOPES } } },
    },
    ...served.components.securitySchemes,
  };
  for (const item of Object.values(served.paths)) {
    for (const operation of Object.values(item) as { security?: Record<string, string[]>[] }[]) {
      if (operation.security?.some((s) => BEARER_SCHEME in s)) operation.security.unshift({ [SIGN_IN_SCHEME]: [] });
    }
  }
  return served;
}

/**
 * Paths a browser comes back to after signing in from Swagger UI of an app: it is found next to the page, and the page
 * answers with and without a slash at the end. Register them with the sign-in client.
 */
export function docsRedirectPaths(prefix: string): string[] {
  return [`${prefix}/docs/oauth2-redirect.html`, `${prefix}/oauth2-redirect.html`];
}

/** Serves Swagger UI under /docs and the document under /openapi.json, both without a token. The document is made on first use. */
export function serveDocs(app: NestFastifyApplication, meta: AppMeta): void {
  app
    .getHttpAdapter()
    .getInstance()
    .get('/oauth2-redirect.html', (request, reply) => reply.redirect(`./docs/oauth2-redirect.html${/\?.*$/.exec(request.raw.url ?? '')?.[0] ?? ''}`));
  SwaggerModule.setup('docs', app, () => documentOf(app, meta), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: meta.title,
    patchDocumentOnRequest: (_request, _response, document) => withSignIn(document) as unknown as OpenAPIObject,
    swaggerOptions: {
      persistAuthorization: true,
      displayRequestDuration: true,
      tryItOutEnabled: true,
      initOAuth: { clientId: authSettings().web_client_id, usePkceWithAuthorizationCodeGrant: true, scopes: Object.keys(SCOPES) },
    },
  });
}
