import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class LimitsDto {
  @ApiProperty({ type: 'integer', description: 'Requests to the vendor under way at once.', example: 5 })
  concurrency: number;

  @ApiPropertyOptional({ type: Number, description: 'Requests to the vendor started in one second.', example: 10 })
  per_second?: number;
}

export class ReadCapabilityDto {
  @ApiProperty({ description: 'Canonical entity.', example: 'timesheet' })
  entity: string;

  @ApiProperty({ description: 'Route, below the app.', example: '/v1/transactions/timesheets' })
  route: string;

  @ApiProperty({ enum: ['delta', 'snapshot'], description: '`delta`: the vendor filters by change time. `snapshot`: every walk reads all and only changes are delivered.' })
  feed: string;

  @ApiProperty({ type: Boolean, description: 'Whether one record can be read by its vendor id.' })
  by_id: boolean;
}

export class WriteCapabilityDto {
  @ApiProperty({ description: 'Contract verb.', example: 'create_invoice' })
  verb: string;

  @ApiProperty({ description: 'Route, below the app.', example: '/v1/transactions/invoices' })
  route: string;

  @ApiProperty({ enum: ['external_id', 'natural_key', 'search', 'none'], description: 'How the vendor can be asked whether it already has the write.' })
  idempotency: string;

  @ApiProperty({ type: 'integer', description: 'Requests to the vendor one write takes.', example: 1 })
  steps: number;

  @ApiProperty({ description: 'Verb that undoes it, or `irreversible`.', example: 'irreversible' })
  undo: string;
}

/** What this system API can do, and what its vendor is like. */
export class CapabilitiesDto {
  @ApiProperty({ example: 'netsuite' })
  system: string;

  @ApiProperty({ example: 'Oracle NetSuite' })
  title: string;

  @ApiProperty({ example: 'erp' })
  domain: string;

  @ApiProperty({ description: 'Vendor API version spoken.', example: 'v1' })
  api_version: string;

  @ApiProperty({ enum: ['external_id', 'natural_key', 'search', 'none'] })
  idempotency: string;

  @ApiProperty({ type: 'integer', description: 'How long a commit may arrive after an unknown outcome, milliseconds.' })
  settle_window_ms: number;

  @ApiProperty({ type: 'integer', description: 'How long the vendor’s search may not show a commit, milliseconds.' })
  find_lag_ms: number;

  @ApiProperty({ type: () => LimitsDto })
  limits: LimitsDto;

  @ApiProperty({ enum: ['number', 'minor_units', 'text'], description: 'How the vendor writes amounts.' })
  money: string;

  @ApiProperty({ description: 'Zone of the vendor’s date-times.', example: 'utc' })
  time_zone: string;

  @ApiProperty({ type: Boolean })
  webhooks: boolean;

  @ApiProperty({ type: () => [ReadCapabilityDto] })
  reads: ReadCapabilityDto[];

  @ApiProperty({ type: () => [WriteCapabilityDto] })
  writes: WriteCapabilityDto[];
}
