import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem, writeProblem, newCorrelationId, type RequestHandler } from '#lib/platform';
import type { AppMeta } from '#lib/platform';

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** The page at the root: where every app's documentation is. It tells nothing of the firm, so it needs no token. */
export function landing(metas: AppMeta[]): RequestHandler {
  const layer = (name: string, prefix: string) => {
    const items = metas.filter((m) => m.prefix.startsWith(prefix)).map((m) => `<li><a href="${escape(m.prefix)}/docs">${escape(m.title)}</a><br><small>${escape(m.description).replace(/`([^`]+)`/g, '<code>$1</code>')}</small></li>`);
    return `<section><h2>${name}</h2><ul>${items.join('')}</ul></section>`;
  };
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Throughline</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}h2{margin-top:2rem}li{margin:.5rem 0}small{opacity:.8}code{font-size:.95em}</style></head>
<body><h1>Throughline</h1><p>One piece of sold work, carried through CRM, PSA, HCM and ERP until it is billed: once.</p>
<p><a href="/portal">Open the portal</a>: exceptions, invoices, utilization, margin, close.</p>
<p>Every route needs a token: <code>npm run -s token -- fiona</code> prints one of a demo person. Health: <a href="/health/live">live</a>, <a href="/health/ready">ready</a>.</p>
${layer('Portal', '/portal')}${layer('Experience', '/experience')}${layer('Process', '/process')}${layer('System', '/system')}</body></html>`;
  return (request: IncomingMessage, response: ServerResponse) => {
    if ((request.url ?? '/').split('?')[0] !== '/') {
      writeProblem(new Problem('not_found', `There is no app at this address. The page at / lists them.`), response, (request.url ?? '/').split('?')[0]!, newCorrelationId());
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'", 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    response.end(request.method === 'HEAD' ? undefined : page);
  };
}
