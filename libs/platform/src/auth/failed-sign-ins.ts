import { Injectable } from '@nestjs/common';
import { rateSettings } from '../boot/rate-settings.js';
import { WindowCounter } from '../boot/window-counter.js';
import { Problem } from '../problem/problem.js';

/** Counts refused tokens by address, so that whoever guesses tokens is told to wait. A valid token is never turned away for the bad ones of a neighbour. */
@Injectable()
export class FailedSignIns {
  private readonly counts = new WindowCounter(60_000);

  /**
   * Counts one refused token.
   * @throws Problem rate_limited once the address has sent too many within the minute.
   */
  count(address: string): void {
    const { hits, reset_ms } = this.counts.hit(address);
    if (hits <= rateSettings().failed_tokens_per_minute) return;
    throw new Problem('rate_limited', 'Too many invalid tokens came from this address.', { retry_after_s: Math.ceil(reset_ms / 1000) });
  }
}
