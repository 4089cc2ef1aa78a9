import 'reflect-metadata';
import { startSystem } from '#lib/connector';
import { netsuite } from './connector.js';

await startSystem(netsuite);
