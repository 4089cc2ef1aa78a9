/** The project statuses of the account, by key. */
export const WORKSPACE_STATUSES: Record<string, { message: string; color: string }> = {
  100: { message: 'Provisional', color: 'light' },
  200: { message: 'Pending Setup', color: 'grey' },
  250: { message: 'Approved', color: 'blue' },
  300: { message: 'Active', color: 'green' },
  310: { message: 'On Hold', color: 'yellow' },
  400: { message: 'Completed', color: 'teal' },
  500: { message: 'Closed', color: 'grey' },
  501: { message: 'Cancelled', color: 'red' },
};

/** A status as answers show it. Keys a person made up through the books are shown as they are. */
export function shownStatus(key: unknown): { color: string; key: number; message: string } {
  const known = WORKSPACE_STATUSES[String(key)];
  return { color: known?.color ?? 'grey', key: Number(key), message: known?.message ?? `Status ${String(key)}` };
}
