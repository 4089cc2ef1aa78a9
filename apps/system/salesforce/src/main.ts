import 'reflect-metadata';
import { startSystem } from '#lib/connector';
import { salesforce } from './connector.js';

await startSystem(salesforce);
