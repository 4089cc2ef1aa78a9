/** Whole minor units as decimal text: 12345 with 2 decimals is `123.45`. */
export function fromMinor(minor: number, decimals: number): string {
  if (decimals === 0) return String(minor);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Minutes as hours in decimal text without trailing zeros: 450 is `7.5`. */
export const hoursText = (minutes: number): string => String(Math.round((minutes / 60) * 10_000) / 10_000);
