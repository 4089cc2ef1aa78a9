import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pathProblem, problemFrom } from './from-error.js';
import { Problem } from './problem.js';
import type { RouteTable } from './routes.js';
import { sendProblem } from './write.js';

/** Renders everything thrown below a route, and Fastify's own refusals, as RFC 9457. Our own failures are logged with their stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('problem');

  constructor(private readonly routes?: RouteTable) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.unrouted(exception, request) ?? pathProblem(exception, request.params) ?? problemFrom(exception);
    if (problem.class === 'internal') this.logger.error(exception instanceof Error ? exception : new Error(String(exception)));
    if (reply.sent || reply.raw.headersSent) {
      // Half an answer is out: cutting the connection is the only way left to say that it is not whole.
      reply.raw.destroy();
      return;
    }
    sendProblem(problem, request, reply);
  }

  /** The router's own 404 becomes 405 if the path exists with other methods. */
  private unrouted(exception: unknown, request: FastifyRequest): Problem | undefined {
    if (!request.is404 || !(exception instanceof HttpException)) return undefined;
    if (!(exception instanceof NotFoundException)) return undefined;
    const allowed = this.routes?.methodsOf((request.raw.url ?? '/').split('?', 1)[0]!) ?? [];
    // A path of that method that nothing answers has an empty parameter, such as `/invoices/`.
    if (!allowed.length || allowed.includes(request.method)) return new Problem('not_found', 'There is nothing at this address. The routes are listed under /docs.');
    return new Problem('method_not_allowed', `${request.method} is not possible here; allowed: ${allowed.join(', ')}.`, { headers: { allow: allowed.join(', ') } });
  }
}
