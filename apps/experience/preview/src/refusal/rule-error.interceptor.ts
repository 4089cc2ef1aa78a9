import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { RuleError } from '#lib/rules';
import { catchError, type Observable } from 'rxjs';
import { Refusals } from './refusals.js';

/** A rule that refuses where no field was named is still the caller's to mend: 422 about the whole body, never an error of ours. */
@Injectable()
export class RuleErrorInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(catchError((error: unknown) => {
      if (!(error instanceof RuleError)) throw error;
      const refusals = new Refusals();
      refusals.add('body', error.code, error.rule, error.detail);
      refusals.end();
      throw error;
    }));
  }
}
