import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { apiControllers } from '../../apps/web/src/api/api';
import { caseCommands } from '../../apps/web/src/api/commands/case-commands';
import { enquiryCommands } from '../../apps/web/src/api/commands/enquiry';
import { PRIYA } from '../support/guardian';
import { startTestWeb, type TestWeb } from '../support/web';

interface Schema {
  readonly $ref?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, object>>;
  readonly oneOf?: readonly { readonly $ref: string }[];
}
interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

let web: TestWeb;
let document: Document;

beforeAll(async () => {
  web = await startTestWeb();
  const priya = web.visitor();
  await priya.logIn(PRIYA);
  document = JSON.parse((await priya.get('/api/v1/openapi.json')).text) as Document;
}, 60_000);

afterAll(() => web?.close());

/** As the controllers are declared, `GET /api/v1/cases/{reference}`, but for the document itself. */
function declaredRoutes(): string[] {
  return apiControllers.flatMap((controller) => {
    const base = String(Reflect.getMetadata(PATH_METADATA, controller));
    const methods = Object.getOwnPropertyNames(controller.prototype).map(
      (name) => Object.getOwnPropertyDescriptor(controller.prototype, name)?.value as object,
    );
    return methods.flatMap((method) => {
      const verb = Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined;
      if (verb === undefined) return [];
      const path = `/${base}/${String(Reflect.getMetadata(PATH_METADATA, method))}`.replace(/\/+$/, '').replaceAll(/:(\w+)/g, '{$1}');
      return path === '/api/v1/openapi.json' ? [] : [`${RequestMethod[verb]} ${path}`];
    });
  });
}

const operations = (): [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path}`, operation]),
  );

const namesIn = (prefix: string): string[] =>
  (document.paths[prefix]?.['post']?.requestBody?.content['application/json'].schema.oneOf ?? []).map(
    ({ $ref }) => $ref.split('/').at(-1) ?? '',
  );

describe('the description of the API', () => {
  it('names every route', () => {
    expect(operations().map(([route]) => route)).toEqual(expect.arrayContaining(declaredRoutes()));
    expect(operations()).toHaveLength(declaredRoutes().length);
    expect(declaredRoutes()).toEqual(
      expect.arrayContaining(['POST /api/v1/referrals', 'GET /api/v1/cases/{reference}', 'POST /api/v1/cases/{reference}/commands']),
    );
  });

  it('says of every route what it is for and how it refuses', () => {
    for (const [route, { summary, responses }] of operations()) {
      expect([route, summary]).toEqual([route, expect.stringMatching(/\w/)]);
      for (const status of ['400', '401', '403', '404', '429', '503']) {
        expect([route, status, responses[status]?.content]).toEqual([
          route,
          status,
          { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        ]);
      }
    }
  });

  it('says of every route what it answers', () => {
    for (const [route, { responses }] of operations()) {
      const [[status, answer] = [], ...others] = Object.entries(responses).filter(([code]) => code.startsWith('2'));
      expect([route, status, answer?.content, others]).toEqual([
        route,
        expect.stringMatching(/^20[01]$/),
        { 'application/json': { schema: expect.anything() as object } },
        [],
      ]);
    }
  });

  it('says what a command needs, and how it refuses what comes again or too late', () => {
    const operation = document.paths['/api/v1/cases/{reference}/commands']?.['post'];
    expect(operation?.parameters?.filter((parameter) => parameter.in === 'header').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Idempotency-Key', 'If-Match']),
    );
    expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(['200', '409', '413', '415', '422', '428']));
  });

  it('has the fields of every command', () => {
    expect(namesIn('/api/v1/cases/{reference}/commands')).toEqual(Object.keys(caseCommands));
    expect(namesIn('/api/v1/enquiries/{id}/commands')).toEqual(Object.keys(enquiryCommands));
    for (const name of [...Object.keys(caseCommands), ...Object.keys(enquiryCommands)]) {
      const { required = [], properties = {} } = document.components.schemas[name] ?? {};
      expect([name, required[0], Object.keys(properties)[0]]).toEqual([name, 'type', 'type']);
    }
    expect(document.components.schemas['RecordContact']).toMatchObject({
      required: ['type', 'on', 'who', 'how', 'outcome'],
      properties: { on: { type: 'string', format: 'date' }, outcome: { enum: expect.arrayContaining(['spoke', 'no-answer']) as string[] } },
    });
  });

  it('has the fields of a referral, further in as well', () => {
    expect(document.components.schemas['ReferralInput']?.required).toEqual([
      ...['patient', 'practice', 'pathway', 'priority', 'referredOn', 'reason', 'referrer'],
    ]);
    expect(document.components.schemas['PatientIdentity']?.required).toEqual(['family', 'given', 'bornOn', 'sex']);
  });

  it('names the words behind a question mark', () => {
    const { parameters = [] } = document.paths['/api/v1/cases']?.['get'] ?? {};
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['page', 'size', 'step', 'pcn', 'pastTarget', 'sort']));
    expect(parameters.some(({ name }) => /nhs/i.test(name))).toBe(false);
  });
});
