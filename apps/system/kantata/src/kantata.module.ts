import { systemModule } from '#lib/connector';
import { kantata } from './connector.js';

/** The system API of Kantata OX: what the suite mounts. */
export const KantataModule = systemModule(kantata);
