import createClient, { type Middleware } from 'openapi-fetch';
import type { paths as Analytics } from './generated/process-analytics';
import type { paths as Close } from './generated/process-period-close';
import type { paths as Finance } from './generated/experience-finance';
import type { paths as Intake } from './generated/process-intake';
import type { paths as Operations } from './generated/experience-operations';
import type { paths as Portal } from './generated/experience-portal';
import type { paths as Revenue } from './generated/process-milestone-to-revenue';
import type { paths as Setup } from './generated/process-project-setup';
import type { paths as Invoicing } from './generated/process-time-to-invoice';
import { ProblemError, problemOf } from './problem';

let token: () => Promise<string | undefined> = () => Promise.resolve(undefined);

/** Says where the access token of the person comes from. */
export function tokenFrom(source: () => Promise<string | undefined>): void {
  token = source;
}

const bearer: Middleware = {
  async onRequest({ request }) {
    const held = await token();
    if (held) request.headers.set('authorization', `Bearer ${held}`);
    return request;
  },
};

function clientOf<Paths extends object>(baseUrl: string) {
  const client = createClient<Paths>({ baseUrl });
  client.use(bearer);
  return client;
}

/** One client per app of the suite, typed by its OpenAPI document. */
export const analytics = clientOf<Analytics>('/process/analytics');
export const close = clientOf<Close>('/process/period-close');
export const finance = clientOf<Finance>('/experience/finance');
export const intake = clientOf<Intake>('/process');
export const invoicing = clientOf<Invoicing>('/process/time-to-invoice');
export const operations = clientOf<Operations>('/experience/operations');
export const portal = clientOf<Portal>('/portal');
export const revenue = clientOf<Revenue>('/process/milestone-to-revenue');
export const setup = clientOf<Setup>('/process/project-setup');

/** The body of an answer. @throws ProblemError with the server's words when it refused. */
export async function answered<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ProblemError(problemOf(error, response));
  return data as T;
}
