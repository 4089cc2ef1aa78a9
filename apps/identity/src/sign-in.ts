import type { IncomingMessage, ServerResponse } from 'node:http';
import { PAGE_HEADERS, loginPage, page } from './pages.js';
import type { Passwords } from './passwords.js';
import { DEMO_PEOPLE } from './people.js';
import type { OidcProvider } from './provider-package.js';

const LIMIT_BYTES = 4_096;

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8');
    if (text.length > LIMIT_BYTES) return undefined;
  }
  return new URLSearchParams(text);
}

function show(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { ...PAGE_HEADERS, 'content-length': Buffer.byteLength(html) });
  response.end(html);
}

/** The sign-in page at `/interaction/<id>`: shows the form, checks what is sent, hands the person back to the provider. */
export class SignIn {
  constructor(
    private readonly provider: OidcProvider,
    private readonly passwords: Passwords,
  ) {}

  /** True if this request is ours. */
  serves(path: string): boolean {
    return /^\/interaction\/[A-Za-z0-9_-]+$/.test(path);
  }

  async handle(request: IncomingMessage, response: ServerResponse, action: string): Promise<void> {
    try {
      // Bound to this browser by a signed cookie; throws if the cookie is not there or the sign-in has gone stale.
      await this.provider.interactionDetails(request, response);
    } catch {
      return show(response, 400, page('This sign-in has ended', '<p>Go back to the application and start again.</p>'));
    }
    if (request.method === 'GET' || request.method === 'HEAD') return show(response, 200, loginPage(action, DEMO_PEOPLE));
    if (request.method !== 'POST') {
      response.setHeader('allow', 'GET, POST');
      return show(response, 405, page('Not possible', '<p>This page can be read and sent, nothing else.</p>'));
    }
    await this.submit(request, response, action);
  }

  private async submit(request: IncomingMessage, response: ServerResponse, action: string): Promise<void> {
    const form = await readForm(request);
    if (!form) return show(response, 413, page('Too much was sent', '<p>Go back and try again.</p>'));
    const username = form.get('username')?.trim() ?? '';
    const person = this.passwords.check(username, form.get('password'));
    if (person === 'wait') return show(response, 429, loginPage(action, DEMO_PEOPLE, 'Too many failures for this user name. Wait five minutes.', username));
    if (!person) return show(response, 401, loginPage(action, DEMO_PEOPLE, 'User name or password is wrong.', username));
    await this.provider.interactionFinished(request, response, { login: { accountId: person.username } }, { mergeWithLastSubmission: false });
  }
}
