import { IsAmount } from '#lib/canonical';
import { Type } from 'class-transformer';
import { ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, IsString, Length, ValidateNested } from 'class-validator';

export class CreditLineRequest {
  /** Line of the invoice.
   * @example 1 */
  @IsString() @Length(1, 10) line_no: string;
  /** Net amount to credit, in the invoice's currency; signed as the line is. Tax follows at the line's rate.
   * @example 250.00 */
  @IsAmount() net: string;
}

export class CreditRequest {
  @IsArray() @ArrayMinSize(1) @ArrayUnique((l: CreditLineRequest) => l.line_no) @ValidateNested({ each: true }) @Type(() => CreditLineRequest) lines: CreditLineRequest[];
  /** `refund`: what is left of an advance whose terms allow it is given back (RET-5). */
  @IsIn(['dispute', 'goodwill', 'write_off', 'refund']) reason_code: 'dispute' | 'goodwill' | 'write_off' | 'refund';
  /** Why, in words; kept in the audit and on the billing events. */
  @IsString() @Length(3, 500) reason: string;
  /** True: the same work becomes ready to be billed anew. Default false: its value is given up. */
  @IsOptional() @IsBoolean() rebill?: boolean;
}

export class VoidDecisionRequest {
  /** `rebill`: what the document carried becomes ready again. `write_off`: its value is given up. */
  @IsIn(['rebill', 'write_off']) decision: 'rebill' | 'write_off';
  /** Why; kept in the audit. */
  @IsString() @Length(3, 500) reason: string;
}
