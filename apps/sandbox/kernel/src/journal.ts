import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync, fsyncSync, ftruncateSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Changes, Row } from './books.js';

/** One line of the journal: rows put, ids dropped and counters set by one commit; or the clock as it was set. */
export interface JournalLine {
  put?: Record<string, Row[]>;
  drop?: Record<string, string[]>;
  counters?: Record<string, number>;
  clock?: unknown;
}

/** The line that records a commit. */
export const lineOf = (changes: Changes): JournalLine => ({
  put: Object.fromEntries(changes.put),
  drop: Object.fromEntries(changes.drop),
  counters: Object.fromEntries(changes.counters),
});

/**
 * The lines of a journal file, oldest first; none when there is no file.
 * A last line cut short by a killed process was never answered for and is left out; damage anywhere else throws.
 */
export function readJournal(file: string): JournalLine[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole.split('\n').filter(Boolean).map((line, at) => {
    try {
      return JSON.parse(line) as JournalLine;
    } catch {
      throw new Error(`journal ${file} is damaged at line ${at + 1}; move it away to start with empty books`);
    }
  });
}

/** Replaces the file by these lines, whole or not at all, and opens it for appending. */
export function rewriteJournal(file: string, lines: Iterable<JournalLine>): Journal {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.new`;
  const fd = openSync(fresh, 'w', 0o600);
  for (const line of lines) writeAll(fd, `${JSON.stringify(line)}\n`);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(fresh, file);
  return new Journal(openSync(file, 'a', 0o600));
}

/** An append-only file of commits. Each append has left the process when it returns, so a kill loses no answered write. */
export class Journal {
  constructor(private readonly fd: number) {}

  append(line: JournalLine): void {
    writeAll(this.fd, `${JSON.stringify(line)}\n`);
  }

  empty(): void {
    ftruncateSync(this.fd);
  }

  close(): void {
    closeSync(this.fd);
  }
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}
