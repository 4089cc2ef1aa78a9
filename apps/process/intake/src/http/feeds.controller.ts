import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles, Scopes } from '#lib/platform';
import { IntakeWorker } from '../intake-worker.js';

export class SyncAnswer {
  /** Records read in this round. */
  records: number;
  /** Records that changed the store. */
  changed: number;
}

@ApiTags('Feeds')
@Controller('v1/syncs')
export class FeedsController {
  constructor(private readonly worker: IntakeWorker) {}

  /** Reads every feed once, now, and answers when the round is through. The feeds also run by themselves. */
  @Post()
  @HttpCode(200)
  @Scopes('process.write')
  @Roles('operations', 'finance', 'service')
  @ApiOperation({ summary: 'Read all change feeds now' })
  sync(): Promise<SyncAnswer> {
    return this.worker.syncNow();
  }
}
