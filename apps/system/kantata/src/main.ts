import 'reflect-metadata';
import { startSystem } from '#lib/connector';
import { kantata } from './connector.js';

await startSystem(kantata);
