import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** Where to read on and how much. */
export class PageQueryDto {
  @ApiPropertyOptional({ description: '`next_cursor` of the page before, unchanged. Without it the feed starts at the beginning. It stays good across restarts.', maxLength: 8000 })
  @IsOptional()
  @IsString()
  @MaxLength(8000)
  cursor?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Records wanted; the vendor’s page size may make it fewer or a few more.', minimum: 1, maximum: 1000, default: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;
}
