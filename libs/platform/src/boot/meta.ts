import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { PlatformModule } from './platform.module.js';

/** What an app is called and where it lives. */
export interface AppMeta {
  /** Short name in logs and metrics, such as `system-netsuite`. */
  name: string;
  /** Path under which callers reach it, such as `/system/netsuite`; empty for the root. */
  prefix: string;
  /** Title, version (semver) and description of its OpenAPI document. */
  title: string;
  version: string;
  description: string;
}

/** The Nest module of an app, static or dynamic. */
export type AppModule = Type<unknown> | DynamicModule;

@Module({})
class AppRoot {}

/** The app's module with the platform around it. */
export function withPlatform(appModule: AppModule): DynamicModule {
  return { module: AppRoot, imports: [PlatformModule.forApp(), appModule] };
}
