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

/** One row; two where some of the patients were shown because their records were opened without a relationship, and others were not. */
async function record(audit: ReadAudit, at: Date, { patientIds }: Showing, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { id, name, role, organisation, scope } = signedIn(request);
  const route = request.routeOptions.url ?? '';
  const look = {
    ...{ at, by: { id, name, role, organisation }, method: request.method, route, status: reply.statusCode },
    action: isFile(reply) ? 'exported' : 'shown',
    ...{ from: request.ip, requestId: request.id },
  } as const;
  const opened = patientIds.filter((one) => openedUntil(scope, one) !== undefined);
  const others = patientIds.filter((one) => !opened.includes(one));
  if (opened.length > 0) await audit.record({ ...look, patientIds: opened, purpose: 'break-glass' });
  if (others.length > 0 || opened.length === 0) await audit.record({ ...look, patientIds: others, purpose: purposeOf(route) });
}

function purposeOf(route: string): Purpose {
  if (/^\/(api\/v1\/audit|audit|cases\/:reference\/looked-at)(\/|\.|$)/.test(route)) return 'audit';
  return /^\/(reports|pcn|referrals\/imports|privacy)(\/|$)/.test(route) ? 'running-the-service' : 'direct-care';
}
