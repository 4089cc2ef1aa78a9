import { logger } from '#lib/platform';
import { VendorFailure } from '../define/failure.js';
import { UnreadableAnswer } from '../define/request.js';

/**
 * Runs a vendor's own reading code. What it throws about the shape of an answer (JSON, but not what the vendor documents: `null`, a list where an object belongs)
 * is the vendor's failure, not an error of the caller's request: it becomes UnreadableAnswer, and the log keeps where it happened.
 */
export async function readable<T>(entity: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof VendorFailure || error instanceof UnreadableAnswer) throw error;
    if (!(error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError)) throw error;
    logger('vendor').error({ err: error, entity }, 'an answer has not the shape the connector reads');
    throw new UnreadableAnswer(`the vendor answered a read of ${entity} with something the connector cannot read (${error.name})`);
  }
}
