import type { LogLevel, LoggerService } from '@nestjs/common';
import { rootLogger } from './logger.js';

type PinoLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Nest's own log lines through our logger, so that there is one format. Nest passes the context as last argument. */
export class NestLogger implements LoggerService {
  constructor(private readonly app: string) {}

  log(message: unknown, ...rest: unknown[]): void {
    // Nest tells every route it maps at `log`; that is detail here.
    this.write('debug', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  setLogLevels(_levels: LogLevel[]): void {
    // The level is a setting of the process, not of Nest.
  }

  private write(level: PinoLevel, message: unknown, rest: unknown[]): void {
    const texts = rest.filter((r): r is string => typeof r === 'string');
    const part = texts.at(-1);
    const stack = texts.length > 1 ? texts[0] : undefined;
    const fields = { app: this.app, ...(part && { part }), ...(message instanceof Error && { err: message }), ...(stack && { stack }) };
    rootLogger()[level](fields, message instanceof Error ? message.message : typeof message === 'string' ? message : JSON.stringify(message));
  }
}
