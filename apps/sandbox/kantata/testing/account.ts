import { openDesk, type Desk } from '../../kernel/testing/desk.js';
import type { StartOptions } from '../../kernel/src/index.js';
import { vendor } from '../src/index.js';

/** An answer of the API. */
export interface Answer {
  status: number;
  body: any;
  headers: Headers;
}

/** A small Kantata account, with short calls for its API. */
export interface Account extends Desk {
  api(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  /** The objects of an answer, in the order of its `results`. */
  rows(path: string): Promise<any[]>;
}

/** Starts the vendor with two people, two roles, a rate card that changes mid-year, and one project open for time. */
export async function openAccount(options: Partial<StartOptions> = {}): Promise<Account> {
  const desk = await openDesk(vendor, options);
  const api = async (method: string, path: string, body?: unknown, token = 'sandbox-kantata-token'): Promise<Answer> => {
    const answer = await fetch(`${desk.url}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined, headers: answer.headers };
  };
  const rows = async (path: string): Promise<any[]> => {
    const { body } = await api('GET', path);
    return body.results.map((result: { key: string; id: string }) => body[result.key][result.id]);
  };
  return { ...desk, api, rows };
}

/** Fills a fresh account. */
export async function seed(account: Account): Promise<void> {
  const put = (table: string, rows: object[]): Promise<unknown> => account.control('PUT', `tables/${table}`, rows);
  const at = { created_at: '2026-06-01T08:00:00Z', updated_at: '2026-06-01T08:00:00Z' };
  await account.control('POST', 'reset');
  await account.control('POST', 'clock', { now: '2026-07-06T09:00:00Z', frozen: true });
  await put('roles', [{ id: '10', name: 'Consultant', ...at }, { id: '11', name: 'Project Manager', ...at }]);
  await put('users', [
    { id: '1', full_name: 'Ada Adams', email_address: 'ada@firm.example', role_id: '10', ...at },
    { id: '2', full_name: 'Bo Berg', email_address: 'bo@firm.example', role_id: '11', ...at },
  ]);
  await put('account_memberships', [{ id: '5', user_id: '2', permission: 'administrator', ...at }]);
  await put('rate_card_sets', [{ id: '20', title: 'GLOBAL', ...at }]);
  await put('rate_card_set_versions', [{ id: '21', rate_card_set_id: '20', effective_date: '2026-01-01', ...at }, { id: '22', rate_card_set_id: '20', effective_date: '2026-07-08', ...at }]);
  await put('rate_cards', [{ id: '23', title: 'GLOBAL USD', currency: 'USD', rate_card_set_id: '20', ...at }]);
  await put('rate_card_versions', [
    { id: '24', rate_card_id: '23', rate_card_set_version_id: '21', effective_date: '2026-01-01', default_rate: 9000, ...at },
    { id: '25', rate_card_id: '23', rate_card_set_version_id: '22', effective_date: '2026-07-08', default_rate: null, ...at },
  ]);
  await put('rate_card_roles', [{ id: '26', rate_card_version_id: '24', role_id: '10', rate: 15000, ...at }, { id: '27', rate_card_version_id: '25', role_id: '10', rate: 16050, ...at }]);
  await put('workspaces', [{ id: '100', title: 'US01-A Alpha', currency: 'USD', status_key: '300', time_trackable: true, archived: false, rate_card_id: '23', ...at }]);
  await put('stories', [{ id: '200', workspace_id: '100', title: 'DEL Delivery', story_type: 'task', billable: true, time_trackable: true, ...at }]);
  await put('workspace_resources', [{ id: '300', workspace_id: '100', user_id: '1', role_id: '10', label: null, ...at }]);
  await put('custom_fields', [{ id: '400', name: 'Project Code', subject_type: 'Workspace', value_type: 'string', unique_constraint: true, ...at }]);
}

/** Body that logs one entry on the open project. */
export const entryOn = (date: string, minutes = 480, more: object = {}): object => ({
  time_entry: { workspace_id: 100, user_id: 1, story_id: '200', date_performed: date, time_in_minutes: minutes, ...more },
});
