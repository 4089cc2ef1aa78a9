import type { Reply } from '../../../kernel/src/index.js';

/** A refusal in the shape of Workday's REST: 400, 401, 403 and 404 carry a list, others the text alone. */
export class RestError extends Error {
  constructor(readonly status: number, message: string, readonly code?: string) {
    super(message);
  }

  reply(): Reply {
    const listed = [400, 401, 403, 404].includes(this.status);
    const item = { error: this.message, ...(this.code ? { code: this.code } : {}) };
    return { status: this.status, body: listed ? { error: this.message, errors: [item] } : { error: this.message } };
  }
}

/** No such resource, or none that the user may see: Workday does not tell which. */
export const hiddenOrMissing = () => new RestError(404, 'permission denied or no such resource', 'S21');
