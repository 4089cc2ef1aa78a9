import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Problem, Public } from '#lib/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pagePolicy } from '../page-policy.js';
import { portalSettings } from '../settings.js';

/** Made by vite: a name with a hash of the content in a folder of its own, so it never changes. */
const HASHED = /^\/assets\/[\w.-]+$/;
/** Files of the page itself, by their own name. */
const NAMED = /^\/[\w-]+\.(?:svg|txt|webmanifest)$/;

/** The built page. Every address that is no file is one of its own pages and answered with `index.html`. */
@ApiExcludeController()
@Controller()
export class PagesController {
  private readonly folder = resolve(portalSettings().folder);

  @Get(['/', '*'])
  @Public()
  file(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const path = request.url.split('?', 1)[0]!;
    if (path.startsWith('/v1/')) throw new Problem('not_found', 'There is no such route. The routes are listed under /portal/docs.');
    if (HASHED.test(path) || NAMED.test(path)) {
      if (!existsSync(join(this.folder, path))) throw new Problem('not_found', `The portal has no file ${path}.`);
      const forever = HASHED.test(path);
      void reply.sendFile(path, this.folder, { maxAge: forever ? '365d' : '1h', immutable: forever });
      return;
    }
    if (!existsSync(join(this.folder, 'index.html'))) throw new Problem('not_found', 'The portal is not built. Run npm run build:portal and start again.');
    void reply.headers({ 'content-security-policy': pagePolicy(), 'cache-control': 'no-cache' }).sendFile('index.html', this.folder, { cacheControl: false });
  }
}
