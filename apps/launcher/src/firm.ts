import type { DemoParts } from './demo.js';

/** Asks the firm's people to do something in the vendors' own systems, or, without a body, what they have to hand over. */
export async function firm<T = { done: number; total: number }>(d: DemoParts, path: string, body?: object): Promise<T> {
  const watching = body ? watch(d) : undefined;
  try {
    const answer = await fetch(`${d.firm}${path}`, body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {});
    const json = (await answer.json()) as T & { error?: string };
    if (!answer.ok) throw new Error(`the firm could not do ${path}: ${answer.status} ${json.error ?? JSON.stringify(json).slice(0, 300)}`);
    return json;
  } finally {
    watching?.();
  }
}

function watch(d: DemoParts): () => void {
  const timer = setInterval(() => {
    void fetch(`${d.firm}/firm/progress`).then((r) => r.json() as Promise<{ done?: number; total?: number; step?: string }>).then((p) => d.progress.at(p.done ?? 0, p.total, p.step ?? '')).catch(() => undefined);
  }, 500);
  return () => clearInterval(timer);
}
