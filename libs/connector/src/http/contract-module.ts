import { CONTRACTS, type Domain } from '#lib/canonical';
import { type AppMeta, Problem } from '#lib/platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { EffectsController } from './effect-controller.js';
import { readControllers } from './read-controller.js';
import type { SystemApi } from './system-api.js';
import { SYSTEM_API } from './tokens.js';
import { VendorController } from './vendor-controller.js';
import { writeController } from './write-controller.js';

@Module({})
class ContractApp {}

const refused = () => {
  throw new Problem('vendor_unavailable', 'This is the contract of the domain; no vendor stands behind it.');
};
/** Stands where a vendor would be: every call is refused. */
const NO_VENDOR: SystemApi = { page: refused, one: refused, perform: refused, effect: refused, capabilities: refused, schema: refused, acceptSchema: refused, probe: refused };

/** Every route of a domain contract without a vendor: what the vendor-neutral OpenAPI document, and the clients, are generated from. */
export function contractModule(domain: Domain): DynamicModule {
  const contract = CONTRACTS[domain];
  return {
    module: ContractApp,
    controllers: [...contract.reads.flatMap((r) => readControllers(contract, r, true)), ...contract.writes.map((w) => writeController(contract, w)), EffectsController, VendorController],
    providers: [{ provide: SYSTEM_API, useValue: NO_VENDOR }],
  };
}

export function contractMeta(domain: Domain): AppMeta {
  return {
    name: `contract-${domain}`, prefix: '', title: `${CONTRACTS[domain].title}: domain contract`, version: '1.0.0',
    description: `What every system API of the domain \`${domain}\` offers, whichever vendor stands behind it.`,
  };
}
