import { CONTRACTS, EffectProblem, EffectView, MappingProblem, EntityRef, Receipt } from '#lib/canonical';
import { type AppMeta, HealthChecks } from '#lib/platform';
import { databaseClock, store } from '#lib/store';
import { type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ApiExtraModels } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { Connector } from '../define/connector.js';
import { createRuntime, type RuntimeOptions } from '../runtime.js';
import { EffectsController } from './effect-controller.js';
import { readControllers } from './read-controller.js';
import { SYSTEM_API } from './tokens.js';
import { VendorApi } from './vendor-api.js';
import { VendorController } from './vendor-controller.js';
import { writeController } from './write-controller.js';

/** For specs and special deployments; in the suite nothing is passed. */
export interface SystemModuleOptions extends RuntimeOptions {
  /** A database of the app's own, closed with it; by default the program's shared store (`useStore`) is used. */
  store?: () => Promise<DataSource>;
}

/** Whether the app closes the database it works on. */
const OWN_STORE = Symbol('own store');

@Injectable()
class SystemLifecycle implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(@Inject(SYSTEM_API) private readonly api: VendorApi, @Inject(DataSource) private readonly db: DataSource, @Inject(HealthChecks) private readonly health: HealthChecks, @Inject(OWN_STORE) private readonly ownStore: boolean) {}

  onApplicationBootstrap(): void {
    this.health.register('database', () => this.db.query('select 1'));
    this.api.resolver.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.api.resolver.stop();
    this.api.runtime.close();
    if (this.ownStore) await this.db.destroy();
  }
}

@ApiExtraModels(EffectView, EffectProblem, Receipt, MappingProblem, EntityRef)
@Module({})
class SystemApp {}

/** The Nest module of a vendor folder: the routes of its domain contract it declares, over its connector. */
export function systemModule(connector: Connector, options: SystemModuleOptions = {}): DynamicModule {
  const contract = CONTRACTS[connector.domain];
  const reads = contract.reads.filter((r) => connector.reads[r.entity]);
  const writes = contract.writes.filter((w) => connector.writes[w.verb]);
  return {
    module: SystemApp,
    controllers: [
      ...reads.flatMap((r) => readControllers(contract, r, connector.reads[r.entity]!.one !== undefined)),
      ...writes.map((w) => writeController(contract, w)),
      EffectsController, VendorController,
    ],
    providers: [
      { provide: DataSource, useFactory: options.store ?? store },
      { provide: OWN_STORE, useValue: options.store !== undefined },
      { provide: SYSTEM_API, useFactory: async (db: DataSource) => {
        const clock = await databaseClock(db);
        return new VendorApi(createRuntime(connector, { now: () => clock.now(), ...options }), db);
      }, inject: [DataSource] },
      SystemLifecycle,
    ],
  };
}

/** Name, prefix and document facts of a vendor's app. */
export function systemMeta(connector: Connector): AppMeta {
  return {
    name: `system-${connector.vendor}`, prefix: `/system/${connector.vendor}`, title: `${connector.title}: ${CONTRACTS[connector.domain].title}`, version: '1.0.0',
    description: `System API of ${connector.title} (${connector.apiVersion}) in the canonical contract \`${connector.domain}\`. Reads resume from opaque cursors; every write needs an Idempotency-Key and is performed at most once.`,
  };
}
