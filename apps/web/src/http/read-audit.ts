import { type BulkExports, openedUntil, type Purpose, type ReadAudit, Showing, whileShowing } from '@guardian/access';
import { type Clock, today } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { signedIn } from './signed-in';

declare module 'fastify' {
  interface FastifyRequest {
    /** None when an earlier hook refused the request. */
    showing: Showing | undefined;
  }
}

/**
 * Every answer that holds personal data is written down before its first byte leaves; one that cannot be is a 503 without any. A file with
 * more patients than one person may take out alone leads to where a second person is asked (docs/adr/0022).
 */
export function registerReadAudit(http: FastifyInstance, audit: ReadAudit, exports: BulkExports, clock: Clock): void {
  const mayLeave = async ({ patientsNamed }: Showing, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (!isFile(reply) || patientsNamed <= limitOn('bulkExportPatients', today(clock)).is) return;
    await exports.download(signedIn(request), request.url, patientsNamed);
  };
  http.decorateRequest('showing', undefined);
  http.addHook('preHandler', (request, _reply, done) => {
    request.showing = new Showing();
    whileShowing(request.showing, done);
  });
  http.addHook('onSend', (request, reply, payload, done) => {
    const { showing } = request;
    if (!showing || !isLook(showing, request, reply)) return done(null, payload);
    mayLeave(showing, request, reply)
      .then(() => record(audit, clock.now(), showing, request, reply))
      .then(
        () => done(null, payload),
        (error: Error) => {
          showing.forget();
          void reply.removeHeader('content-disposition').removeHeader('etag');
          done(error);
        },
      );
  });
}

const isFile = (reply: FastifyReply): boolean => reply.hasHeader('content-disposition');

/** What was read to go on elsewhere, or to save something, was shown to nobody. */
function isLook({ holdsPersonalData, patientIds }: Showing, { routeOptions }: FastifyRequest, { statusCode }: FastifyReply): boolean {
  if (!holdsPersonalData || (statusCode >= 300 && statusCode < 400)) return false;
  if (statusCode < 300) return routeOptions.config.answers !== 'receipt';
  return patientIds.length > 0;
}

async function record(audit: ReadAudit, at: Date, showing: Showing, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { id, name, role, organisation, scope } = signedIn(request);
  const route = request.routeOptions.url ?? '';
  await audit.record({
    at,
    by: { id, name, role, organisation },
    patientIds: showing.patientIds,
    // one opened record among others is what somebody will ask about
    purpose: showing.patientIds.some((one) => openedUntil(scope, one) !== undefined) ? 'break-glass' : purposeOf(route),
    action: isFile(reply) ? 'exported' : 'shown',
    method: request.method,
    route,
    status: reply.statusCode,
    from: request.ip,
    requestId: request.id,
  });
}

function purposeOf(route: string): Purpose {
  if (/^\/(api\/v1\/audit|audit|cases\/:reference\/looked-at)(\/|\.|$)/.test(route)) return 'audit';
  return /^\/(reports|pcn|referrals\/imports|privacy)(\/|$)/.test(route) ? 'running-the-service' : 'direct-care';
}
