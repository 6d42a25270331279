import { type SignedInUser } from '@guardian/access';
import { DomainError } from '@guardian/kernel';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, UseInterceptors } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';
import { signedIn } from './signed-in';

export class ReportRunning extends DomainError {
  constructor() {
    super('ReportRunning', 'Guardian is still counting the report that you asked for last. Wait until it is there, then ask for this one.');
  }
}

/** Those for whom a report is being counted, in this process. */
@Injectable()
class OneAtATime implements NestInterceptor {
  private readonly counting = new Set<SignedInUser['id']>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { id } = signedIn(context.switchToHttp().getRequest<FastifyRequest>());
    if (this.counting.has(id)) throw new ReportRunning();
    this.counting.add(id);
    return next.handle().pipe(finalize(() => this.counting.delete(id)));
  }
}

/** For what counts over all cases: one person has one of these counted at a time, and a second one is told to wait (429). */
export const OneReportAtATime = () => UseInterceptors(OneAtATime);
