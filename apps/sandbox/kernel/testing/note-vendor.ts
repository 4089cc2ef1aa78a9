import type { Vendor } from '../src/index.js';

/** The smallest vendor there can be, for the kernel's own tests: it keeps notes, each with a gapless number and a unique key. */
export const notes: Vendor = {
  name: 'notes',
  portOffset: 1,
  newId: (_table, n) => String(n),
  routes(router) {
    router.before((ctx) => (ctx.headers['x-key'] === 'wrong' ? { status: 401, body: { error: 'who are you' } } : undefined));
    router.on('POST', '/notes', (ctx) => {
      const { text, key } = ctx.json<{ text: string; key?: string }>();
      const number = ctx.books.next('note');
      if (!text) return { status: 422, body: { error: 'text is missing' } };
      if (key && ctx.books.table('note').by('key', key).length) return { status: 409, body: { error: 'key is taken' } };
      return { status: 201, body: ctx.books.table('note').insert({ text, key, number, at: ctx.now().toISOString() }) };
    });
    router.on('GET', '/notes', (ctx) => ({ status: 200, body: { notes: ctx.books.table('note').all() } }));
    router.on('GET', '/notes/:id', (ctx) => {
      const note = ctx.books.table('note').get(ctx.params.id!);
      return note ? { status: 200, body: note } : { status: 404 };
    });
  },
  faultReply: (kind, { status, retry_after: after, message }) => ({
    status: status ?? (kind === 'rate_limit' ? 429 : 500),
    ...(after === undefined ? {} : { headers: { 'Retry-After': String(after) } }),
    body: { error: message ?? kind },
  }),
  actions: {
    scribble: (ctx, body) => ({ status: 200, body: ctx.books.table('note').insert({ text: body.text, number: ctx.books.next('note') }) }),
  },
  documents: (books) => books.table('note').all().map((note) => ({
    type: 'note', id: note.id, effect_key: (note.key as string) ?? null, digest: { text: note.text },
  })),
};
