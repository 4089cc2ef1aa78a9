import type { Reply } from '../../../kernel/src/index.js';
import { escape } from '../soap/xml.js';
import type { Entry } from './reports.js';

/** A report in one of the formats the service offers; XML without a format. The whole report is one answer. */
export function formatted(name: string, format: string | null, columns: string[], entries: Entry[]): Reply | undefined {
  switch (format ?? 'xml') {
    case 'json':
      return { status: 200, body: { Report_Entry: entries } };
    case 'csv':
      return { status: 200, headers: { 'content-type': 'text/csv;charset=UTF-8' }, body: csv(columns, entries) };
    case 'xml':
    case 'simplexml':
      return { status: 200, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body: xml(name, entries) };
    default:
      return undefined;
  }
}

/** RFC 4180; here an empty column is an empty cell. */
function csv(columns: string[], entries: Entry[]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  return [columns, ...entries.map((e) => columns.map((c) => e[c] ?? ''))].map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n';
}

function xml(name: string, entries: Entry[]): string {
  const lines = entries.map((e) => `<wd:Report_Entry>${Object.entries(e).map(([k, v]) => `<wd:${k}>${escape(v)}</wd:${k}>`).join('')}</wd:Report_Entry>`).join('');
  return `<?xml version='1.0' encoding='UTF-8'?><wd:Report_Data xmlns:wd="urn:com.workday.report/${name}">${lines}</wd:Report_Data>`;
}
