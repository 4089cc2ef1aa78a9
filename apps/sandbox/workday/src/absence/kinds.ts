import { reference, widOf, type Reference } from '../wid.js';

export const KINDS = ['PTO', 'Sick', 'Leave', 'Training'] as const;
export const STATUSES = ['Approved', 'Submitted', 'Not Submitted', 'Sent Back', 'Canceled'] as const;

export const kindReference = (kind: string): Reference => reference('time_off_type', kind);
export const statusReference = (status: string): Reference => reference('time_off_status', status);
export const HOURS: Reference = reference('unit', 'Hours');

/** The kind a caller means: WID, `Time_Off_Type_ID=PTO`, or the plain name. */
export function kindOf(text: unknown): string | undefined {
  const name = String(text).replace(/^\w+=/, '');
  return KINDS.find((kind) => kind === name || widOf('time_off_type', kind) === name);
}

export function statusOf(text: string): string | undefined {
  return STATUSES.find((status) => status === text || widOf('time_off_status', status) === text);
}
