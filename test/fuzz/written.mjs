// Who wrote what: every row that changes in the product's tables, with the transaction and the correlation id of the request behind it.

/** Tables in which something is kept for its own sake: where each consumer stands in the log, and when a feed was last looked at. */
const ASIDE = ['event_consumer', 'feed_cursor'];
/** Computed from events by consumers of the log, without a request of their own; the event behind them is looked at like any other row. */
const DERIVED = /^rollup_/;

/** The shape of a vendor as it was when somebody asked for the first time: the one thing that asking leaves behind. */
const FIRST_LOOK = (r) => r.op === 'INSERT' && r.name === 'vendor_schema' && r.row.includes('"first look"');

/** From now on the database notes each row that is inserted, updated or deleted; what is rolled back is not noted. */
export async function noteWrites(stage) {
  await stage.rows(`create schema fuzz`);
  await stage.rows(`create unlogged table fuzz.written (n bigserial, xid xid8 default pg_current_xact_id(), name text, op text, correlation text, row text)`);
  await stage.rows(`create function fuzz.note() returns trigger language plpgsql security definer as $$
    declare r jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
    begin
      insert into fuzz.written (name, op, correlation, row) values (tg_table_name, tg_op, coalesce(r->>'correlation_id', (select correlation_id from public.process_run where id = r->>'run_id'), case when tg_table_name = 'idempotency' then 'key ' || (r->>'key') end), left(r::text, 300));
      return null;
    end $$`);
  const tables = (await stage.rows(`select tablename as name from pg_tables where schemaname = 'public' order by 1`)).map((t) => t.name).filter((t) => !ASIDE.includes(t));
  for (const t of tables) await stage.rows(`create trigger fuzz_note after insert or update or delete on public."${t}" for each row execute function fuzz.note()`);
  return new Written(stage);
}

/** Judges what was written since it was last asked. */
class Written {
  #stage;
  /** Correlation ids of requests that were considered, and so may write, now and later. */
  #considered = new Set();
  /** Requests judged by their own id, and transactions looked at. */
  counts = { requests: 0, ambiguous: 0, transactions: 0, of_feeds: 0 };
  /** Ids that any request carried, refused or not. */
  #carried = new Set();
  /** Somebody who may has had the feeds read: what they bring is written under ids of its own. */
  #reading = false;

  constructor(stage) {
    this.#stage = stage;
  }

  /**
   * @param answers [{ sent, answer, refused }] since the last time; a refused one, or one that only reads, may have written nothing.
   * @returns [{ wrong, correlation }] transactions that hold the id of such a request, or that nobody who was considered can have caused
   */
  async judge(answers) {
    const idsOf = ({ sent, answer }) => [answer.headers['x-correlation-id'], ...Object.entries(sent.headers).filter(([name]) => name.toLowerCase() === 'idempotency-key').map(([, value]) => `key ${value}`)].filter((id) => id !== undefined);
    for (const a of answers) for (const id of idsOf(a)) this.#carried.add(id);
    for (const a of answers.filter((b) => !b.refused)) {
      for (const id of idsOf(a)) this.#considered.add(id);
      if (a.sent.url.startsWith('/process/v1/syncs')) this.#reading = true;
    }
    const barred = new Map(answers.filter((a) => a.refused).flatMap((a) => idsOf(a).map((id) => [id, a])));
    this.counts.requests += answers.filter((a) => a.refused).length;
    // An id that two requests share says nothing about which of them wrote.
    for (const id of [...barred.keys()].filter((known) => this.#considered.has(known))) this.counts.ambiguous += barred.delete(id) ? 1 : 0;
    const rows = await this.#stage.rows('delete from fuzz.written returning xid::text, name, op, correlation, row');
    const transactions = byTransaction(rows);
    this.counts.transactions += transactions.size;
    return [...transactions.values()].flatMap((list) => {
      const ids = [...new Set(list.map((r) => r.correlation).filter(Boolean))];
      const what = [...new Set(list.map((r) => `${r.op} ${r.name}`))].join(', ');
      const guilty = ids.find((id) => barred.has(id));
      if (guilty !== undefined) return [{ wrong: `a refused request wrote: ${what}`, correlation: guilty, by: barred.get(guilty), row: list[0].row }];
      if (ids.some((id) => this.#considered.has(id)) || list.every((r) => DERIVED.test(r.name) || FIRST_LOOK(r))) return [];
      if (this.#reading && ids.length > 0 && ids.every((id) => !this.#carried.has(id))) {
        this.counts.of_feeds += 1;
        return [];
      }
      return [{ wrong: `nobody who was let in wrote: ${what}`, correlation: ids.join(', ') || undefined, row: list[0].row }];
    });
  }
}

function byTransaction(rows) {
  const groups = new Map();
  for (const r of rows) groups.set(r.xid, [...(groups.get(r.xid) ?? []), r]);
  return groups;
}
