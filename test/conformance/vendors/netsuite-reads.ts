import type { ReadCase } from '../kit/read-case.js';
export const netsuiteReads: ReadCase[] = [];
