import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PROBLEM_CLASSES, type ProblemClass } from './classes.js';

/** One field that is wrong and what to do about it. */
export class FieldErrorDto {
  @ApiProperty({ description: 'Where, in dots and brackets from the root of what was sent.', example: 'lines[0].hours' })
  field: string;

  @ApiProperty({ description: 'What is wrong.', example: 'hours must be a number string' })
  message: string;

  @ApiProperty({ description: 'What to send instead.', example: 'Send a decimal number as a string, such as "7.50".' })
  fix: string;
}

/** Problem details of RFC 9457, as every error of every route is answered. */
export class ProblemDto {
  @ApiProperty({ format: 'uri', description: 'URI of the problem class.', example: 'https://throughline.dev/problems/validation' })
  type: string;

  @ApiProperty({ description: 'The class in words.', example: 'The request is not valid' })
  title: string;

  @ApiProperty({ type: 'integer', description: 'The HTTP status.', example: 400 })
  status: number;

  @ApiProperty({ description: 'What happened this time, and what to do.', example: '1 field is not valid.' })
  detail: string;

  @ApiProperty({ description: 'The path that was asked for.', example: '/process/time-to-invoice/v1/runs' })
  instance: string;

  @ApiProperty({ enum: Object.keys(PROBLEM_CLASSES), enumName: 'ProblemClass', description: 'The problem class: a closed set.', example: 'validation' })
  class: ProblemClass;

  @ApiPropertyOptional({ description: 'Code inside the class, such as an exception code.', example: 'PERIOD_CLOSED' })
  code?: string;

  @ApiPropertyOptional({ type: () => [FieldErrorDto], description: 'The fields that are wrong.' })
  errors?: FieldErrorDto[];

  @ApiProperty({ description: 'Quote it when you ask for help: it finds the request in the logs.', example: '018f6d1e-7c1a-7c3e-9a43-3f1f5f4f0a11' })
  correlation_id: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Seconds after which trying again makes sense.', example: 30 })
  retry_after_s?: number;
}
