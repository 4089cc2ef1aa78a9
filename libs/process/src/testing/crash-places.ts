type Rows = (sql: string) => Promise<Record<string, any>[]>;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Where most is at stake: something is committed or the vendor was told, and the engine does not know it yet. */
const SHORT = ['tx.after-commit', 'effect.after-told'];
/** Points that leave a state of their own. A death at one of the others leaves what was there before: the transaction is rolled back, nothing was asked for yet. */
const TELLING = [...SHORT, 'consumer.after-commit', 'effect.after-record', 'run.after-finish'];
const of = (...points: string[]): string[] => points.filter((p) => process.env['KILL_PLACES'] === 'all' || (process.env['KILL_PLACES'] === 'telling' ? TELLING : SHORT).includes(p));
const RUN = of('start.before-commit', 'run.before-finish', 'run.after-finish');
const TRANSACTION = of('tx.before-commit', 'tx.after-commit');
const EFFECT = of('effect.before-ask', 'effect.after-told', 'effect.after-record');
const CONSUMER = of('consumer.before-commit', 'consumer.after-commit');

/** Text without the ids that differ between two tellings of the same story. */
export const withoutIds = (text: string): string => text.replace(UUID, '*');

/**
 * The crash points of the process layer at every step that the runs in this database took, as orders of `crash-point.ts`: after what is committed and after what the
 * vendor was told, with `KILL_PLACES=telling` all that leave a state of their own, with `KILL_PLACES=all` every one.
 */
export async function placesIn(rows: Rows): Promise<string[]> {
  const steps = await rows(`select distinct r.flow, s.kind, s.name, s.detail->>'verb' as verb, s.detail->>'effect_key' as key from process_step s join process_run r on r.id = s.run_id where s.kind = 'effect' or s.kind = 'transaction' and s.state = 'done' order by 1, 2, 3`);
  const consumers = await rows(`select name from event_consumer where last_seq > 0 and position('#' in name) = 0 order by 1`);
  const places = steps.flatMap(({ flow, kind, name, verb, key }) => [
    ...RUN.map((point) => `${point}@${flow}`), ...(kind === 'transaction' ? TRANSACTION.map((point) => `${point}@${flow}/${name}`) : EFFECT.map((point) => `${point}@${flow}/${verb}/${withoutIds(key)}`)),
  ]);
  return [...new Set([...places, ...consumers.flatMap(({ name }) => CONSUMER.map((point) => `${point}@${name}`))])].map((place) => `${place}:1`);
}
