import { ExportNeedsApproval } from '@guardian/access';
import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Page } from '../layout/page';
import { Pages } from '../layout/pages';
import { ReasonNeeded } from './input-errors';
import { changesNothing } from './origin';
import { type Problem, problemOf } from './problems';
import { isForPrograms } from './routes';
import { sendAgain } from './send-again';
import { userOf } from './signed-in';

/** No right to it, a form of another site, too many, nobody we know: what whoever runs the service may have to look into. */
const isTurnedAway = ({ status, code }: Problem): boolean => status === 403 || status === 429 || code === 'SignInRefused';

/** The one place where an error becomes an answer. */
@Catch()
@Injectable()
export class ErrorsFilter implements ExceptionFilter {
  constructor(private readonly pages: Pages) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
    else if (isTurnedAway(problem)) request.log.warn(whoTried(request, problem), 'turned away');
    if (reply.sent) return;
    if (problem.retryAfterSeconds !== undefined) void reply.header('retry-after', problem.retryAfterSeconds);
    if (isForPrograms(request.url)) await sendProblem(request, reply, problem);
    else if (problem.code === 'NotSignedIn' || (problem.code === 'ProofTooOld' && changesNothing(request)))
      await reply.redirect(logInAddress(request), 303);
    else if (error instanceof ReasonNeeded && changesNothing(request)) await reply.redirect(`/cases/${error.reference}/reason`, 303);
    else if (error instanceof ExportNeedsApproval) await reply.redirect(`/exports/${error.exportId}`, 303);
    else {
      const again = sendAgain(request, problem);
      const model = { problem, reference: request.id, sending: !changesNothing(request) };
      await reply.send(await this.pages.send(request, reply, again ?? new Page('layout/problem.njk', model, problem.status)));
    }
  }
}

/** For the log: the pattern of the route and never the address, which may hold what somebody searched for. */
const whoTried = (request: FastifyRequest, { code, status }: Problem) => ({
  ...{ code, status, user: userOf(request)?.id, method: request.method, route: request.routeOptions.url },
});

async function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): Promise<void> {
  const { retryAfterSeconds: _, ...body } = problem;
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  await reply
    .status(problem.status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .send(JSON.stringify({ type: 'about:blank', ...body, instance: request.id }));
}

/** After log-in the user goes on to the page that they asked for, when asking for it changed nothing. */
function logInAddress(request: FastifyRequest): string {
  return changesNothing(request) && request.url !== '/' ? `/log-in?next=${encodeURIComponent(request.url)}` : '/log-in';
}
