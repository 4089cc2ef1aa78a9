import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { BearerGuard } from '../auth/bearer.guard.js';
import { FailedSignIns } from '../auth/failed-sign-ins.js';
import { ServiceTokens } from '../auth/service-tokens.js';
import { TokenVerifier } from '../auth/token-verifier.js';
import { HealthChecks } from '../health/checks.js';
import { HealthController } from '../health/health.controller.js';
import { MetricsController } from '../telemetry/metrics.controller.js';
import { RateLimitGuard, rateLimitOptions } from './rate-limit.guard.js';

/** What every app has: the guard, rate limits, health, metrics. `createApp` puts it around the app's own module; injectable everywhere: HealthChecks, ServiceTokens, TokenVerifier. */
@Global()
@Module({})
export class PlatformModule {
  static forApp(): DynamicModule {
    return {
      module: PlatformModule,
      imports: [ThrottlerModule.forRootAsync({ useFactory: rateLimitOptions })],
      controllers: [HealthController, MetricsController],
      providers: [
        HealthChecks,
        FailedSignIns,
        TokenVerifier,
        { provide: ServiceTokens, useFactory: () => new ServiceTokens() },
        // In this order: who asks, then how often.
        { provide: APP_GUARD, useClass: BearerGuard },
        { provide: APP_GUARD, useClass: RateLimitGuard },
      ],
      exports: [HealthChecks, ServiceTokens, TokenVerifier],
    };
  }
}
