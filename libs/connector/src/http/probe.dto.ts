import { ApiProperty } from '@nestjs/swagger';

export class ProbeDto {
  @ApiProperty({ description: 'What was tried.', example: 'read invoice' })
  name: string;

  @ApiProperty({ type: Boolean })
  ok: boolean;

  @ApiProperty({ description: 'When not ok: what to grant or correct.', example: '' })
  detail: string;
}

/** Whether the configured credentials suffice, tried online. */
export class ProbeReportDto {
  @ApiProperty({ type: Boolean, description: 'True when every probe is ok.' })
  ok: boolean;

  @ApiProperty({ type: () => [ProbeDto] })
  probes: ProbeDto[];
}
