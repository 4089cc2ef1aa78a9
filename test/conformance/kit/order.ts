/** What was ordered: which form, which cells, and where the results go. Set by `npm run conformance`. */
export const order = {
  /** `short` leaves out what takes long; `full` is everything. */
  form: process.env.CONFORMANCE_FORM === 'full' ? ('full' as const) : ('short' as const),
  /** Only cells whose `suite row column` this fits. */
  only: process.env.CONFORMANCE_ONLY ? new RegExp(process.env.CONFORMANCE_ONLY, 'i') : undefined,
  /** Rows of each large walk, over every entity. */
  rows: process.env.CONFORMANCE_ROWS ? Number(process.env.CONFORMANCE_ROWS) : undefined,
  /** Tell what would be tried, try nothing. */
  list: process.env.CONFORMANCE_LIST === '1',
  /** Folder for one file of results per vendor. */
  report: process.env.CONFORMANCE_REPORT,
  /** Sandboxes at work at once for one vendor. */
  lanes: Number(process.env.CONFORMANCE_LANES ?? 8),
};
