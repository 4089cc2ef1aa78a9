import { pairs, refuse } from '#lib/connector';
import type { KantataSettings } from '../settings.js';

/** Key of the account's project status that stands for a canonical status: the first of the setting. Refuses a status none stands for. */
export function statusKey(settings: KantataSettings, status: string): string {
  const found = settings.project_statuses.flatMap((item) => Object.entries(pairs([item]))).find(([, s]) => s === status);
  if (!found) throw refuse(`No project status of Kantata stands for ${status}: set KANTATA_PROJECT_STATUSES`, { code: 'UNMAPPED_STATUS', field: 'status' });
  return found[0];
}
