// Which crash points there are to visit: every point at every step that the undisturbed twin's flows took.

export const EFFECT_POINTS = ['effect.before-ask', 'effect.after-plan', 'effect.after-prepare', 'effect.after-sent', 'effect.after-answer', 'effect.before-settle', 'effect.after-settle', 'effect.after-told', 'effect.after-record', 'resolver.after-find', 'resolver.after-resolve', 'resolver.after-replan', 'effect.after-find'];
export const TX_POINTS = ['tx.before-commit', 'tx.after-commit'];
export const RUN_POINTS = ['start.before-commit', 'run.before-finish', 'run.after-finish'];
export const CONSUMER_POINTS = ['consumer.before-commit', 'consumer.after-commit'];

/** What a step's name or an effect's key has beyond its kind: a project, a line, a number. */
const OF_ONE_CASE = /^((?:record task|record demand|record withdrawal|prepare the ERP document|prepare labor cost|date it into the next open period|raise)) .+$/;

/** One cell: { row: what the matrix calls it, point, order: how the suite is told }. `rows` reads the twin's database. */
export async function cellsOf(rows) {
  const steps = await rows(`select distinct r.flow, s.kind, s.name, s.detail->>'verb' as verb, s.detail->>'effect_key' as key from process_step s join process_run r on r.id = s.run_id where s.state in ('done', 'refused') and (s.kind = 'effect' or s.kind = 'transaction' and s.state = 'done') order by 1, 2, 3`);
  const consumers = await rows(`select name from event_consumer where last_seq > 0 order by 1`);
  const cells = new Map();
  const add = (row, points, place) => points.forEach((point) => cells.set(`${point} ${row}`, { row, point, order: `${point}@${place}:1` }));
  for (const { flow } of steps) add(flow, RUN_POINTS, flow);
  for (const { flow, kind, name, verb, key } of steps) {
    if (kind === 'transaction') add(`${flow}/${name.replace(OF_ONE_CASE, '$1 *')}`, TX_POINTS, `${flow}/${name.replace(OF_ONE_CASE, '$1 *')}`);
    else add(`${flow}/${verb} ${kindOf(key)}`, EFFECT_POINTS, `${flow}/${verb}/${kindOf(key)}`);
  }
  for (const { name } of consumers) add(`consumer ${name}`, CONSUMER_POINTS, name);
  return [...cells.values()];
}

/** The kind of an effect key: its first part, and the purpose of a change of a PSA project or the status that is told. */
function kindOf(key) {
  const parts = key.split(':');
  if (['psa-project-update', 'delivery-status'].includes(parts[0])) return `${parts[0]}:*:${parts[2]}:*`;
  if (parts[0] === 'invoice-status') return `invoice-status:${parts[1]}:*`; // told to the PSA, told to the CRM
  return `${parts[0]}:*`;
}

/** One line a row, one column a point; `●` reached, `·` not reached, blank where the point is not of that kind. */
export function drawn(cells, reached) {
  const columns = [...RUN_POINTS, ...CONSUMER_POINTS, ...TX_POINTS, ...EFFECT_POINTS];
  const rows = [...new Set(cells.map((c) => c.row))];
  const width = Math.max(...rows.map((r) => r.length));
  const mark = (row, point) => {
    const cell = cells.find((c) => c.row === row && c.point === point);
    return cell === undefined ? ' ' : reached.has(cell.order) ? '●' : '·';
  };
  const legend = columns.map((point, n) => `${String.fromCharCode(97 + n)} ${point}`).join(', ');
  return [legend, '', `${''.padEnd(width)}  ${columns.map((_, n) => String.fromCharCode(97 + n)).join('')}`, ...rows.map((row) => `${row.padEnd(width)}  ${columns.map((point) => mark(row, point)).join('')}`)].join('\n');
}
