import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsObject, IsOptional, ValidateBy, ValidateNested } from 'class-validator';
import { UTILIZATION_DEFINITIONS } from '#lib/rules';
import { IsDay } from '#lib/canonical';
import { PolicyChoice } from '../policy/policy-choice.js';
import { IsCode, IsFraction, IsUnsignedText, UniqueBy } from '../request/formats.js';

const DEFINITION_IDS = Object.keys(UTILIZATION_DEFINITIONS);

/** Ids of definitions; the rules say which there are (UTL-5). */
const IsDefinitionId = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: String, isArray: true, enum: DEFINITION_IDS, description: 'Definitions to compare; default the one of the policy.' }),
    ValidateBy({ name: 'isDefinitionId', validator: { validate: (v) => DEFINITION_IDS.includes(v as string) } }, { each: true, message: `each of $property must be one of ${DEFINITION_IDS.join(', ')}`, context: { fix: `Send ids out of ${DEFINITION_IDS.join(', ')}.` } }),
  );

export class PreviewHoliday {
  @IsDay() date: string;
  @IsOptional() @IsCode() name?: string;
  /** Default the whole working day. */
  @IsOptional() @IsUnsignedText() hours?: string;
  /** The working day on which it is observed when it falls on another (UTL-3). */
  @IsOptional() @IsDay() observed_date?: string;
}

export class PreviewTimeOff {
  @IsDay() date: string;
  @IsUnsignedText() hours: string;
  /** Only approved time off counts. Default approved. */
  @IsOptional() @IsIn(['submitted', 'approved', 'rejected']) status?: string;
}

/** A work calendar. */
export class PreviewCalendar {
  /** Seven hours, Monday first. */
  @ApiProperty({ example: ['8', '8', '8', '8', '8', '0', '0'] })
  @IsArray() @ArrayMinSize(7) @ArrayMaxSize(7) @IsUnsignedText({ each: true }) weekday_hours: string[];
  @IsOptional() @IsArray() @ArrayMaxSize(40) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewHoliday) holidays?: PreviewHoliday[];
  /** The hours are already the part-timer's own: `fte` does not lower them again (UTL-2). */
  @IsOptional() @IsBoolean() fte_applied?: boolean;
}

/** Hours of one worker in the period. Those of the calendar are computed where a calendar is given. */
export class UtilizationHours {
  @IsOptional() @IsUnsignedText() calendar_hours?: string;
  @IsOptional() @IsUnsignedText() holiday_hours?: string;
  @IsOptional() @IsUnsignedText() time_off_hours?: string;
  @IsOptional() @IsUnsignedText() available_hours?: string;
  /** Taken out of capacity by U4 and U6; default holidays and time off. */
  @IsOptional() @IsUnsignedText() excluded_hours?: string;
  /** Approved client-billable hours. */
  @IsOptional() @IsUnsignedText() billable_hours?: string;
  @IsOptional() @IsUnsignedText() client_non_billable_hours?: string;
  @IsOptional() @IsUnsignedText() internal_project_hours?: string;
  @IsOptional() @IsUnsignedText() training_hours?: string;
  @IsOptional() @IsUnsignedText() presales_hours?: string;
  @IsOptional() @IsUnsignedText() overhead_hours?: string;
  /** Strategic work that policy credits; not counted again among the other kinds. */
  @IsOptional() @IsUnsignedText() credited_hours?: string;
  @IsOptional() @IsUnsignedText() recorded_time_off_hours?: string;
  @IsOptional() @IsUnsignedText() scheduled_billable_hours?: string;
  @IsOptional() @IsUnsignedText() scheduled_credited_hours?: string;
  @IsOptional() @IsUnsignedText() scheduled_calendar_hours?: string;
  @IsOptional() @IsUnsignedText() scheduled_excluded_hours?: string;
  @IsOptional() @IsUnsignedText() assigned_billable_hours?: string;
  @IsOptional() @IsUnsignedText() assigned_credited_hours?: string;
  @IsOptional() @IsUnsignedText() total_work_hours?: string;
}

export class PreviewWorker {
  @IsCode() worker_id: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => UtilizationHours) hours?: UtilizationHours;
  /** With it capacity is computed from `from` to `to`; then no calendar hours of its own. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => PreviewCalendar) calendar?: PreviewCalendar;
  /** Part of full time, above 0 and at most 1.5 (UTL-2). Default 1. */
  @IsOptional() @IsUnsignedText() fte?: string;
  @IsOptional() @IsDay() hire_date?: string;
  @IsOptional() @IsDay() termination_date?: string;
  @IsOptional() @IsArray() @ArrayMaxSize(100) @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewTimeOff) time_off?: PreviewTimeOff[];
  /** Part of a year that the fixed bases of U2 and U3 count. Default: with a calendar the employed days of the period over 365 (366 in leap years), else 1. */
  @IsOptional() @IsUnsignedText() year_fraction?: string;
}

export class UtilizationPolicy {
  @PolicyChoice('utilization_definition') utilization_definition?: string;
}

export class UtilizationRequest {
  /** First day of the period; needed with calendars. */
  @IsOptional() @IsDay() from?: string;
  /** Last day, inclusive; at most 366 days, and at most 7,500 days of workers with a calendar together. */
  @IsOptional() @IsDay() to?: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @UniqueBy('worker_id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => PreviewWorker) workers: PreviewWorker[];
  /** Definitions to compare; default the one of the policy. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsDefinitionId() definitions?: string[];
  /** Target as a fraction; figures then carry a band (UTL-11). */
  @IsOptional() @IsFraction() target?: string;
  /** How far under the target amber reaches, as a fraction. Default 0.20. */
  @IsOptional() @IsFraction() amber_points?: string;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => UtilizationPolicy) policy?: UtilizationPolicy;
}
