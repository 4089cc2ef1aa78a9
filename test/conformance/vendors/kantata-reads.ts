import type { ReadCase } from '../kit/read-case.js';
export const kantataReads: ReadCase[] = [];
