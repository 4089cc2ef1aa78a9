import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail, type ThrottlerModuleOptions, type ThrottlerStorage } from '@nestjs/throttler';
import type { Principal } from '../auth/principal.js';
import { Problem } from '../problem/problem.js';
import { rateSettings } from './rate-settings.js';
import { WindowCounter } from './window-counter.js';

type Caller = { principal?: Principal; ip: string };

function callerOf(request: Caller): string {
  return request.principal ? `sub:${request.principal.client_id}:${request.principal.sub}` : `ip:${request.ip}`;
}

function limitOf(context: ExecutionContext): number {
  const { principal } = context.switchToHttp().getRequest<Caller>();
  const limits = rateSettings();
  if (!principal) return limits.address_per_minute;
  return principal.roles.includes('service') ? limits.service_per_minute : limits.person_per_minute;
}

/** The throttler's storage over fixed windows: the one it brings keeps a timestamp per hit, which a busy service would pay for. */
function windowStorage(): ThrottlerStorage {
  const counter = new WindowCounter(60_000);
  return {
    increment: async (key, ttl, limit) => {
      const { hits, reset_ms } = counter.hit(key, ttl);
      const seconds = Math.ceil(reset_ms / 1000);
      return { totalHits: hits, timeToExpire: seconds, isBlocked: hits > limit, timeToBlockExpire: seconds };
    },
  };
}

/** Options of the throttler: one budget per caller and app, whatever routes it asks. */
export function rateLimitOptions(): ThrottlerModuleOptions {
  return {
    throttlers: [{ name: 'default', ttl: 60_000, limit: limitOf }],
    storage: windowStorage(),
    getTracker: (request) => callerOf(request as Caller),
    generateKey: (_context, tracker, name) => `${name}:${tracker}`,
  };
}

/** Counts requests per principal, or per address where nobody is signed in; over the limit it answers `rate_limited` with `Retry-After`. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override async throwThrottlingException(_context: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    throw new Problem('rate_limited', `More than ${detail.limit} requests within a minute. Wait and send fewer at a time.`, { retry_after_s: Math.max(1, detail.timeToBlockExpire) });
  }
}
