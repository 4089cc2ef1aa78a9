import { invalidQuery } from '../errors.js';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const ELEMENT = /"[^"]*"|YYYY|YY|MONTH|MON|MM|DAY|DY|DD|HH24|HH12|HH|MI|SS|AM|PM|[^A-Za-z]|[A-Za-z]+/gi;
const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** A day as the account writes it, M/D/YYYY; the time of day is not shown. */
export function accountDate(wall: number): string {
  const date = new Date(wall);
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
}

/** Reads M/D/YYYY, as wall-clock milliseconds. */
export function parseAccountDate(text: string): number | undefined {
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  if (!parts) return undefined;
  const wall = Date.UTC(Number(parts[3]), Number(parts[1]) - 1, Number(parts[2]));
  return accountDate(wall) === `${Number(parts[1])}/${Number(parts[2])}/${parts[3]}` ? wall : undefined;
}

/** TO_CHAR of a date with a format model (YYYY MM DD HH24 MI SS, MON, DY, "literal", …). */
export function formatDate(wall: number, format: string): string {
  const date = new Date(wall);
  const hour = date.getUTCHours();
  return (format.match(ELEMENT) ?? []).map((element) => {
    if (element.startsWith('"')) return element.slice(1, -1);
    switch (element.toUpperCase()) {
      case 'YYYY': return pad(date.getUTCFullYear(), 4);
      case 'YY': return pad(date.getUTCFullYear() % 100);
      case 'MONTH': return cased(MONTHS[date.getUTCMonth()]!, element);
      case 'MON': return cased(MONTHS[date.getUTCMonth()]!.slice(0, 3), element);
      case 'MM': return pad(date.getUTCMonth() + 1);
      case 'DAY': return cased(DAYS[date.getUTCDay()]!, element);
      case 'DY': return cased(DAYS[date.getUTCDay()]!.slice(0, 3), element);
      case 'DD': return pad(date.getUTCDate());
      case 'HH24': return pad(hour);
      case 'HH': case 'HH12': return pad(hour % 12 || 12);
      case 'MI': return pad(date.getUTCMinutes());
      case 'SS': return pad(date.getUTCSeconds());
      case 'AM': case 'PM': return hour < 12 ? 'AM' : 'PM';
      default: return /^[A-Za-z]/.test(element) ? badFormat(format) : element;
    }
  }).join('');
}

/** TO_DATE with a format model, as wall-clock milliseconds; parts the format leaves out are the first of their kind. */
export function parseDate(text: string, format: string): number {
  const read: Record<string, string> = {};
  const names: string[] = [];
  const pattern = (format.match(ELEMENT) ?? []).map((element) => {
    if (element.startsWith('"')) return escaped(element.slice(1, -1));
    const name = element.toUpperCase();
    if (!/^[A-Z]/.test(name)) return /\s/.test(name) ? '\\s+' : escaped(element);
    names.push(name === 'PM' ? 'AM' : name);
    if (name === 'YYYY') return '(\\d{4})';
    if (name === 'MON' || name === 'MONTH') return '([A-Za-z]+)';
    if (name === 'AM' || name === 'PM') return '([AaPp][Mm])';
    return /^(YY|MM|DD|HH24|HH12|HH|MI|SS)$/.test(name) ? '(\\d{1,2})' : badFormat(format);
  }).join('');
  const parts = new RegExp(`^\\s*${pattern}\\s*$`).exec(text);
  if (!parts) throw invalidQuery(`Search error occurred: '${text}' does not match the date format '${format}'.`);
  names.forEach((name, at) => (read[name] = parts[at + 1]!));
  return wallOf(read, text);
}

function wallOf(read: Record<string, string>, text: string): number {
  const named = read.MON ?? read.MONTH;
  const month = named ? MONTHS.findIndex((name) => name.toLowerCase().startsWith(named.toLowerCase().slice(0, 3))) : Number(read.MM ?? 1) - 1;
  const year = read.YYYY === undefined ? 2000 + Number(read.YY ?? 0) : Number(read.YYYY);
  const half = Number(read.HH ?? read.HH12 ?? 0);
  const hour = read.HH24 === undefined ? (half % 12) + (/^p/i.test(read.AM ?? '') ? 12 : 0) : Number(read.HH24);
  const [day, minute, second] = [Number(read.DD ?? 1), Number(read.MI ?? 0), Number(read.SS ?? 0)];
  const wall = Date.UTC(year, month, day, hour, minute, second);
  const back = new Date(wall);
  if (month < 0 || back.getUTCMonth() !== month || back.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
    throw invalidQuery(`Search error occurred: '${text}' is not a valid date.`);
  }
  return wall;
}

const cased = (name: string, like: string): string =>
  like === like.toUpperCase() ? name.toUpperCase() : like === like.toLowerCase() ? name.toLowerCase() : name;
const escaped = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

function badFormat(format: string): never {
  throw invalidQuery(`Search error occurred: The date format '${format}' is not recognized.`);
}
