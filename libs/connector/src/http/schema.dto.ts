import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

export class SchemaChangeDto {
  @ApiProperty({ enum: ['added', 'removed', 'renamed', 'retyped'] })
  kind: string;

  @ApiProperty({ description: 'Vendor object.', example: 'invoice' })
  object: string;

  @ApiPropertyOptional({ description: 'Vendor field; absent when the whole object came or went.', example: 'otherrefnum' })
  field?: string;

  @ApiPropertyOptional({ description: 'Earlier name (renamed) or type (retyped, removed).' })
  before?: string;

  @ApiPropertyOptional({ description: 'Present name (renamed) or type (retyped, added).' })
  after?: string;

  @ApiProperty({ type: Boolean, description: 'True when a mapping may be wrong because of it; an added field only adds.' })
  breaking: boolean;
}

/** The vendor's schema as our credentials see it, compared with the one last accepted. */
export class SchemaReportDto {
  @ApiProperty({ description: 'Changes whenever the schema does.', example: '9f2c…' })
  fingerprint: string;

  @ApiProperty({ description: 'Fingerprint of the accepted schema. The first one seen is accepted by itself.' })
  accepted_fingerprint: string;

  @ApiProperty({ format: 'date-time' })
  accepted_at: string;

  @ApiProperty({ type: () => [SchemaChangeDto], description: 'Empty when nothing drifted.' })
  drift: SchemaChangeDto[];
}

/** A person reviewed the drift and takes the schema as it is. */
export class SchemaAcceptanceDto {
  @ApiProperty({ description: 'The `fingerprint` that was reviewed; another one meanwhile is a conflict.', minLength: 8, maxLength: 64 })
  @IsString()
  @Length(8, 64)
  fingerprint: string;
}
