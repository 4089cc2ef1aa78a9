/** An exact decimal number: units / 10^scale. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const PATTERN = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

export const ZERO: Decimal = { units: 0n, scale: 0 };

/** Reads digits as they are written (a JSON number through its shortest text); undefined when it is no number. */
export function decimalOf(value: unknown): Decimal | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  const parts = PATTERN.exec(String(value).trim());
  if (!parts || (!parts[2] && !parts[3])) return undefined;
  const fraction = parts[3] ?? '';
  const units = BigInt((parts[2] ?? '') + fraction) * (parts[1] === '-' ? -1n : 1n);
  const scale = fraction.length - Number(parts[4] ?? 0);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

/** Canonical text: no exponent, no trailing zeros, no negative zero. */
export function textOf({ units, scale }: Decimal): string {
  if (scale === 0) return units.toString();
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  const whole = digits.slice(0, -scale);
  const body = fraction ? `${whole}.${fraction}` : whole;
  return units < 0n ? `-${body}` : body;
}

const atScale = (value: Decimal, scale: number): bigint => value.units * 10n ** BigInt(scale - value.scale);

function aligned(a: Decimal, b: Decimal): [bigint, bigint, number] {
  if (a.scale === b.scale) return [a.units, b.units, a.scale];
  const scale = Math.max(a.scale, b.scale);
  return [atScale(a, scale), atScale(b, scale), scale];
}

export function plus(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = aligned(a, b);
  return { units: x + y, scale };
}

export const negated = (a: Decimal): Decimal => ({ units: -a.units, scale: a.scale });

export const minus = (a: Decimal, b: Decimal): Decimal => plus(a, negated(b));

export const times = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale });

/** Quotient to 12 fraction digits; undefined for a zero divisor. */
export function dividedBy(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.units === 0n) return undefined;
  const numerator = a.units * 10n ** BigInt(13 + b.scale);
  return rounded({ units: numerator / (b.units * 10n ** BigInt(a.scale)), scale: 13 }, 12);
}

export function compared(a: Decimal, b: Decimal): number {
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Rounds half up, away from zero, to so many fraction digits. */
export function rounded(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return value;
  const divisor = 10n ** BigInt(value.scale - scale);
  const magnitude = value.units < 0n ? -value.units : value.units;
  const quotient = (magnitude + divisor / 2n) / divisor;
  return { units: value.units < 0n ? -quotient : quotient, scale };
}

export const sumOf = (values: Decimal[]): Decimal => values.reduce(plus, ZERO);

export const sign = (value: Decimal): number => (value.units > 0n ? 1 : value.units < 0n ? -1 : 0);

/** A stored amount; a missing one counts as zero. */
export const amountOf = (stored: unknown): Decimal => decimalOf(stored) ?? ZERO;
