import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { IsAmount, IsCurrencyCode } from '#lib/canonical';
import { IsCode, UniqueBy } from '../request/formats.js';
import { Why } from '../request/why.dto.js';

export class EarnedAndSpent {
  /** A project, or whatever the figures are of. */
  @IsCode() id: string;
  @IsAmount() revenue: string;
  /** At burdened rates. Absent costs are 0. */
  @IsOptional() @IsAmount() labor_cost?: string;
  @IsOptional() @IsAmount() expense_cost?: string;
  @IsOptional() @IsAmount() subcontract_cost?: string;
  /** Variable selling cost, for the contribution margin (MET-5). */
  @IsOptional() @IsAmount() selling_cost?: string;
  /** Practice cost that can be attributed directly, for the contribution margin. */
  @IsOptional() @IsAmount() practice_cost?: string;
}

export class MarginRequest {
  /** All amounts are in it. */
  @IsCurrencyCode() currency: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(1000) @UniqueBy('id') @IsObject({ each: true }) @ValidateNested({ each: true }) @Type(() => EarnedAndSpent) items: EarnedAndSpent[];
}

export class MarginFigures {
  revenue: string;
  cost: string;
  margin_amount: string;
  /** Fraction of revenue; null without revenue. */
  margin: string | null;
  /** Labor only. */
  delivery_margin: string | null;
  contribution_amount: string;
  contribution_margin: string | null;
  /** Margin over cost: not the same (MET-6). Null without cost. */
  markup: string | null;
  why: Why[];
}

export class ItemMargin extends MarginFigures {
  id: string;
}

export class MarginAnswer {
  currency: string;
  items: ItemMargin[];
  /** Ratio of sums, never a mean of percentages. */
  total: MarginFigures;
}
