import fastifyStatic from '@fastify/static';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { PagesController } from './http/pages.controller.js';
import { SignInController } from './http/sign-in.controller.js';

/** The portal: a web page over the experience and process APIs, and what it must know to sign people in. It reads no store. */
@Module({ controllers: [SignInController, PagesController] })
export class PortalModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  async onModuleInit(): Promise<void> {
    // Gives answers `sendFile`; which file is sent under which address is the controller's matter. Compressed copies lie beside the files.
    const fastify: FastifyInstance = this.host.httpAdapter.getInstance();
    await fastify.register(fastifyStatic, { serve: false, preCompressed: true } as never);
  }
}
