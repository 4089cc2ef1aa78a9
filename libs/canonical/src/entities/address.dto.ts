import { IsOptional, IsString, Length } from 'class-validator';

/** Postal address, in the parts every vendor shares. */
export class Address {
  @IsOptional() @IsString() @Length(0, 200) street?: string;
  @IsOptional() @IsString() @Length(0, 200) city?: string;
  @IsOptional() @IsString() @Length(0, 200) postal_code?: string;
  /** ISO 3166-1 alpha-2. */
  @IsOptional() @IsString() @Length(2, 2) country?: string;
}
