import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PublicWhen, Scopes } from '../auth/decorators.js';
import { METRICS_CONTENT_TYPE, metricsText } from './metrics.js';
import { metricsSettings } from './settings.js';

/** GET /metrics: the metrics of the process in OpenMetrics format. Needs `metrics.read` unless METRICS_PUBLIC is set. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  @Get()
  @Scopes('metrics.read')
  @PublicWhen(() => metricsSettings().public)
  @Header('Content-Type', METRICS_CONTENT_TYPE)
  read(): Promise<string> {
    return metricsText();
  }
}
