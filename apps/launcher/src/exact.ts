/** Adds decimal texts exactly, as integers of their last digit. */
export function plus(a: string, b: string): string {
  const digits = Math.max(...[a, b].map((t) => (t.split('.')[1] ?? '').length));
  const scaled = (t: string) => BigInt(t.replace('.', '') + '0'.repeat(digits - (t.split('.')[1] ?? '').length));
  const sum = scaled(a) + scaled(b);
  if (digits === 0) return sum.toString();
  const text = (sum < 0n ? -sum : sum).toString().padStart(digits + 1, '0');
  return `${sum < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`.replace(/\.?0+$/, '') || '0';
}

/** The same amount with the other sign. */
export const minus = (a: string): string => (a.startsWith('-') ? a.slice(1) : /^0*\.?0*$/.test(a) ? a : `-${a}`);

/** Whether two decimal texts are the same amount. */
export const same = (a: string, b: string): boolean => /^-?0*\.?0*$/.test(plus(a, minus(b)));
