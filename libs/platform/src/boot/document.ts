import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { BEARER_SCHEME } from '../auth/decorators.js';
import { FieldErrorDto, ProblemDto } from '../problem/problem.dto.js';
import { documentFormats } from './document-formats.js';
import { completeOperations } from './document-operations.js';
import { type AppMeta, type AppModule, withPlatform } from './meta.js';

/** As package.json says it: UNLICENSED. */
const LICENSE = { name: 'Proprietary' };

function camel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** The OpenAPI document of a created app. Holds nothing that depends on where it runs, so that it can be reviewed and diffed. */
export function documentOf(app: INestApplication, meta: AppMeta): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.0.3')
    .setTitle(meta.title)
    .setVersion(meta.version)
    .setDescription(meta.description)
    .addServer(meta.prefix || '/', 'Where the app is mounted')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token of the configured OpenID issuer (RFC 9068).' }, BEARER_SCHEME)
    .build();
  documentFormats();
  const document = SwaggerModule.createDocument(app, config, {
    extraModels: [ProblemDto, FieldErrorDto],
    operationIdFactory: (controller, method) => `${camel(controller.replace(/Controller$/, ''))}_${method}`,
  });
  document.info.license = LICENSE;
  return completeOperations(document);
}

/**
 * The OpenAPI document of an app without starting it: no provider is made, no database or vendor is needed.
 * @example writeFileSync('openapi/system-netsuite.json', JSON.stringify(await buildDocument(NetsuiteModule, META), null, 2))
 */
export async function buildDocument(appModule: AppModule, meta: AppMeta): Promise<OpenAPIObject> {
  const app = await NestFactory.create(withPlatform(appModule), new FastifyAdapter(), { preview: true, logger: false, abortOnError: false });
  try {
    return documentOf(app, meta);
  } finally {
    await app.close();
  }
}
