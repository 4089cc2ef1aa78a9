import 'reflect-metadata';
import { startSystem } from '#lib/connector';
import { workday } from './connector.js';

await startSystem(workday);
