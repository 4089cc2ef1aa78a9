import type { Handler, Router } from '../../../kernel/src/index.js';

/** Registers a path of the API, which may be called with or without the `.json` suffix. */
export function route(router: Router, method: string, path: string, handler: Handler): void {
  router.on(method, `/api/v1${path}.json`, dated(handler));
  router.on(method, `/api/v1${path}`, dated(handler));
}

/** A server's Date header shows its own clock: here the virtual one. */
function dated(handler: Handler): Handler {
  return async (ctx) => {
    const reply = await handler(ctx);
    return { ...reply, headers: { Date: ctx.now().toUTCString(), ...reply.headers } };
  };
}
