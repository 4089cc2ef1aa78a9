import 'reflect-metadata';
import { mkdirSync, writeFileSync } from 'node:fs';
import { CONTRACTS, type Domain } from '#lib/canonical';
import { contractMeta, contractModule } from '#lib/connector';
import { buildDocument } from '#lib/platform';
import { APPS } from './apps.js';
import { asyncApi } from './asyncapi.js';

/** Writes one OpenAPI document per app, one per domain contract, and the AsyncAPI document of the events, to the folder given (default `openapi`). */
async function main(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, document: object) => writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(document, null, 2)}\n`);
  for (const { module, meta } of APPS) write(meta.name, await buildDocument(module, meta));
  const schemas: Record<string, Record<string, unknown>> = {};
  for (const domain of Object.keys(CONTRACTS) as Domain[]) {
    const document = await buildDocument(contractModule(domain), { ...contractMeta(domain), version: APPS[0]!.meta.version });
    write(`contract-${domain}`, document);
    Object.assign(schemas, document.components?.schemas);
  }
  write('asyncapi', asyncApi(APPS[0]!.meta.version, schemas));
}

main(process.argv[2] ?? 'openapi').then(() => process.exit(0), (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
