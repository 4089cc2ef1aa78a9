import { createHash } from 'node:crypto';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1c2733}
main{max-width:22rem;margin:12vh auto;background:#fff;padding:2rem;border:1px solid #d9dee4;border-radius:6px}
h1{font-size:1.25rem;margin:0 0 1rem}label{display:block;margin:.75rem 0 .25rem}
input,button{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #8996a5;border-radius:4px}
button{margin-top:1.25rem;background:#14508c;color:#fff;border-color:#14508c;cursor:pointer}
input:focus-visible,button:focus-visible{outline:3px solid #f0a202;outline-offset:1px}
.wrong{color:#a11;margin:0 0 .5rem}.note{color:#51606f;font-size:.875rem;margin:1.25rem 0 0}ul{padding-left:1.25rem;margin:.25rem 0}`;

const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** Text made safe to stand in HTML. */
export function escapeHtml(text: unknown): string {
  return String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Security headers of our pages: nothing is loaded; forms go to us and, after sign-in, on to loopback. */
export const PAGE_HEADERS: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src ${STYLE_HASH}; form-action 'self' http://127.0.0.1:* http://localhost:*; frame-ancestors 'none'; base-uri 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** A whole page. `body` is HTML and must be escaped already. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${body}
</main></body></html>
`;
}

/** The sign-in form. `wrong` is what went wrong at the last try. */
export function loginPage(action: string, people: readonly { username: string; does: string }[], wrong?: string, username = ''): string {
  return page(
    'Sign in to Throughline',
    `${wrong ? `<p class="wrong" role="alert">${escapeHtml(wrong)}</p>` : ''}
<form method="post" action="${escapeHtml(action)}">
<label for="username">User name</label><input id="username" name="username" autocomplete="username" value="${escapeHtml(username)}" required autofocus>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Sign in</button></form>
<div class="note">The people of the demo firm:<ul>${people.map((p) => `<li>${escapeHtml(p.username)} ${escapeHtml(p.does)}</li>`).join('')}</ul>Their passwords are in demo-credentials.json in the data folder.</div>`,
  );
}
