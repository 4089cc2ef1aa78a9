import { systemModule } from '#lib/connector';
import { netsuite } from './connector.js';

/** The system API of Oracle NetSuite: what the suite mounts. */
export const NetsuiteModule = systemModule(netsuite);
