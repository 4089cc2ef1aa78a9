import { Problem } from '#lib/platform';

/** The one row a caller means. @throws Problem `not_found` when there is none, `validation` when there are several and none was named. */
export function onlyRow<T extends { key: string }>(rows: readonly T[], named: { field: string; choices: (row: T) => string }, asked: string | undefined): T {
  if (rows.length === 0) throw new Problem('not_found', asked === undefined ? 'There is no figure for these filters and this period.' : `There is no figure ${asked} for these filters and this period.`);
  if (rows.length > 1) {
    const some = [...new Set(rows.slice(0, 5).map(named.choices))].join(', ');
    throw new Problem('validation', '1 field is not valid.', { errors: [{ field: named.field, message: `${named.field} is missing: these filters give several rows`, fix: `Send ${named.field} of the row to explain, such as ${some}.` }] });
  }
  return rows[0]!;
}
