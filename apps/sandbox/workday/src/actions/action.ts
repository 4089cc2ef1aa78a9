import { Abort, type Ctx, type Reply, type Row } from '../../../kernel/src/index.js';

export type Action = (ctx: Ctx, body: any) => Reply;

/** An action over one item or `{items: [...]}`; all of them or, when one is refused (400), none. Answers the ids that were made or changed. */
export function action<T>(act: (ctx: Ctx, item: T) => string): Action {
  return (ctx, body) => {
    const items = (Array.isArray(body?.items) ? body.items : [body]) as T[];
    return { status: 200, body: { ids: items.map((item) => act(ctx, item)) } };
  };
}

export function refuse(error: string): never {
  throw new Abort({ status: 400, body: { error } });
}

export function rowOf(ctx: Ctx, workerId: string): Row {
  return ctx.books.table('worker').by('worker_id', workerId)[0] ?? refuse(`no worker ${workerId}`);
}

export const today = (ctx: Ctx): string => ctx.now().toISOString().slice(0, 10);
