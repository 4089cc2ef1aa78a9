/** One row of a vendor's books as its control API shows it. */
export type BookRow = { id: string; [column: string]: unknown };

/** A refusal by a vendor, in the vendor's own words. */
export class VendorRefusal extends Error {
  constructor(readonly vendor: string, readonly status: number, readonly said: string) {
    super(`${vendor} answered ${status}: ${said.slice(0, 500)}`);
  }
}

/** A person's place at one vendor: its screens (actions) and its raw rows (seeding), through the control API of the sandbox. */
export class Desk {
  constructor(readonly vendor: string, readonly url: string) {}

  /** Rows of a table; columns given must be equal. */
  rows(table: string, where: Record<string, string> = {}): Promise<BookRow[]> {
    const query = new URLSearchParams(where).toString();
    return this.call('GET', `tables/${table}${query ? `?${query}` : ''}`);
  }

  /** Adds the rows whose ids the table does not hold yet; answers how many were new. What is there stays as it is. */
  async addMissing(table: string, rows: readonly BookRow[]): Promise<number> {
    const known = new Set((await this.rows(table)).map((row) => row.id));
    const fresh = rows.filter((row) => !known.has(row.id));
    if (fresh.length) await this.call('PUT', `tables/${table}`, fresh);
    return fresh.length;
  }

  patch(table: string, id: string, changes: Record<string, unknown>): Promise<BookRow> {
    return this.call('PATCH', `tables/${table}/${id}`, changes);
  }

  act<T = unknown>(action: string, body: unknown): Promise<T> {
    return this.call('POST', `actions/${action}`, body);
  }

  async now(): Promise<string> {
    return (await this.call<{ now: string }>('GET', 'clock')).now;
  }

  /** Moves the vendor's clock; never backward unless `even_back`. */
  async moveClock(to: string, evenBack = false): Promise<void> {
    if (evenBack || Date.parse(await this.now()) < Date.parse(to)) await this.call('POST', 'clock', { now: to });
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/__sandbox/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (answer.status >= 400) throw new VendorRefusal(this.vendor, answer.status, text);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

/** The four vendors the firm works in. */
export interface Desks { salesforce: Desk; kantata: Desk; workday: Desk; netsuite: Desk }
export type VendorUrls = Record<keyof Desks, string>;

export const openDesks = (urls: VendorUrls): Desks => ({
  salesforce: new Desk('salesforce', urls.salesforce), kantata: new Desk('kantata', urls.kantata),
  workday: new Desk('workday', urls.workday), netsuite: new Desk('netsuite', urls.netsuite),
});

/** Brings all four clocks to one instant of the story. */
export async function storyTime(desks: Desks, instant: string, evenBack = false): Promise<void> {
  await Promise.all(Object.values(desks).map((desk: Desk) => desk.moveClock(instant, evenBack)));
}
