import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../auth/decorators.js';
import { Problem } from '../problem/problem.js';
import { HealthChecks } from './checks.js';

/** Two questions of an orchestrator: does the process live (else restart it), is it ready (else send it no traffic). */
@ApiExcludeController()
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly checks: HealthChecks) {}

  /** GET /health/live: answers as long as the process can answer at all; looks at nothing else. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** GET /health/ready: 200 if every registered check passes, else 503 with a problem that lists the failing ones. */
  @Get('ready')
  async ready(): Promise<{ status: 'ok'; checks: Record<string, { ms: number }> }> {
    const outcomes = await this.checks.run();
    const failing = outcomes.filter((o) => !o.ok);
    if (failing.length) {
      throw new Problem('vendor_unavailable', `Not ready: ${failing.map((o) => o.name).join(', ')}.`, {
        code: 'NOT_READY',
        retry_after_s: 5,
        errors: failing.map((o) => ({ field: o.name, message: `${o.name} ${o.reason}`, fix: 'See the log of this app for the cause.' })),
      });
    }
    return { status: 'ok', checks: Object.fromEntries(outcomes.map((o) => [o.name, { ms: o.ms }])) };
  }
}
