import { randomUUID } from 'node:crypto';
import csrf from '@fastify/csrf-protection';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import statics from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BulkExports, ReadAudit, WebSessions } from '@guardian/access';
import { CLOCK } from '@guardian/casework';
import type { FastifyInstance } from 'fastify';
import { OpenApi } from '../api/open-api.controller';
import { pageHook } from '../layout/page.hook';
import { Pages } from '../layout/pages';
import { DemoProvider } from '../pages/sign-in/demonstration/demo-provider';
import { Programs } from '../pages/sign-in/programs';
import { nhsukAssets } from '../layout/vendor-loader';
import { publicFolder } from '../layout/stylesheet';
import type { WebOptions } from '../web-options';
import { WebModule } from '../web.module';
import { registerBodies } from './bodies';
import { textOf } from './form';
import { ForeignOrigin } from './input-errors';
import { changesNothing, isFromElsewhere } from './origin';
import { registerPrograms } from './program';
import { registerReadAudit } from './read-audit';
import { isForPrograms } from './routes';
import { registerSessions } from './session';

const IDLE_MS = 30 * 60_000;
const FILE_BYTES = 10 * 1024 * 1024;
const ASSET = /^\/(assets|static)\//;

const CONTENT_SECURITY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

/** The web process, ready to listen. The order of the hooks is the order of the checks. */
export async function createWebApp(options: WebOptions, modules: readonly (new () => object)[] = []): Promise<NestFastifyApplication> {
  const slowest = options.slowestRequestMs ?? 20_000;
  const adapter = new FastifyAdapter({
    logger: { level: options.logLevel },
    bodyLimit: 65_536,
    requestIdHeader: false,
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    genReqId: () => randomUUID(),
    skipMiddie: true, // there is no middleware
    forceCloseConnections: 'idle',
    // Who sends slowly, or nothing, is cut off within half a minute: asked every third of the time, and answered at the next look.
    requestTimeout: slowest,
    http: { headersTimeout: slowest, connectionsCheckingInterval: Math.ceil(slowest / 3) },
    return503OnClosing: true,
  });
  const sessions = new WebSessions({
    ...{ databaseUrl: options.databaseUrl, secret: options.sessionSecret },
    ...{ idleMs: IDLE_MS, demo: options.demo },
  });
  const app = await NestFactory.create<NestFastifyApplication>(WebModule.forRoot(options, sessions, modules), adapter, {
    bodyParser: false,
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  const http = adapter.getInstance<FastifyInstance>();

  http.addHook('onRequest', (request, reply, done) => {
    if (isForPrograms(request.url)) void reply.header('cache-control', 'no-store');
    if (ASSET.test(request.url)) delete request.headers.cookie; // assets never touch the session table
    done(!changesNothing(request) && isFromElsewhere(request) ? new ForeignOrigin() : undefined);
  });
  app.useSecurityHeaders({
    contentSecurityPolicy: CONTENT_SECURITY,
    strictTransportSecurity: !options.demo,
    // `no-referrer` would make browsers send `Origin: null` with our own forms.
    referrerPolicy: { policy: 'same-origin' },
  });
  await serveAssets(http, options);
  if (options.requestsPerMinute !== 0) {
    await http.register(rateLimit, {
      max: options.requestsPerMinute ?? 600,
      timeWindow: '1 minute',
      allowList: ({ url }) => ASSET.test(url),
    });
  }
  registerPrograms(http, (token) => app.get(Programs).admit(token));
  registerSessions(http, sessions, { secure: !options.demo });
  registerBodies(http, { maxDepth: 12, maxValues: 2_000 });
  await http.register(multipart, { attachFieldsToBody: true, limits: { fileSize: FILE_BYTES, files: 1, fields: 20, parts: 21 } });
  await http.register(csrf, { sessionPlugin: '@fastify/session', getToken: ({ body }) => tokenIn(body) });
  http.addHook('preHandler', (request, reply, done) => {
    if (changesNothing(request) || request.routeOptions.config?.csrf === false) done();
    else http.csrfProtection(request, reply, done);
  });

  registerReadAudit(http, app.get(ReadAudit), app.get(BulkExports), app.get(CLOCK));
  http.addHook('preSerialization', pageHook(app.get(Pages)));

  if (options.demo) app.get(DemoProvider).register(http);
  app.get(OpenApi).describe(app);
  app.enableShutdownHooks();
  return app;
}

async function serveAssets(http: FastifyInstance, options: WebOptions): Promise<void> {
  await http.register(statics, { root: nhsukAssets, prefix: '/assets/', index: false, maxAge: '1d' });
  await http.register(statics, {
    root: publicFolder(options),
    prefix: '/static/',
    decorateReply: false,
    index: false,
    cacheControl: false,
    // The address holds a hash of the content.
    setHeaders: (reply) => void reply.header('cache-control', 'public, max-age=31536000, immutable'),
  });
}

function tokenIn(body: unknown): string | void {
  return typeof body === 'object' && body !== null && '_csrf' in body ? textOf(body._csrf) : undefined;
}
