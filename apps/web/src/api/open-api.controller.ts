import { Controller, Get, Inject, type INestApplication, Injectable, Req } from '@nestjs/common';
import { ApiExcludeController, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public, signedIn } from '../http/signed-in';
import { WEB_OPTIONS, type WebOptions } from '../web-options';
import described from './answers.json';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** What each operation answers, by its id: written by docs/answers.cjs from what the methods return. */
const ANSWERS: Readonly<Record<string, Schema>> = described.answers;
const SHAPES: Readonly<Record<string, Schema>> = described.schemas;

const ABOUT = `Refusals are problem details (RFC 9457) with a stable \`code\` and the words that people read.
What is not yours looks like what is not there. Days are YYYY-MM-DD in Europe/London. In what is sent, a field without a value is left
out, never null.`;

const PROBLEM = {
  type: 'object',
  required: ['type', 'status', 'title', 'code', 'instance'],
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    title: { type: 'string' },
    code: { type: 'string', description: 'Stable: what a program tests' },
    detail: { type: 'string', description: 'What to do about it' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
    },
    facts: { type: 'object', description: 'Values of the refusal, such as the current revision' },
    instance: { type: 'string', description: 'Reference of this answer' },
  },
};

const PROBLEMS = {
  400: 'What was sent cannot be used; every field is named',
  401: 'Not logged in',
  403: 'Not part of the role',
  404: 'Not there, or not yours',
  409: 'Cannot be done as things stand, or changed since it was seen',
  413: 'Too much in one go',
  415: 'Not JSON',
  422: 'This Idempotency-Key was used for something else',
  428: 'If-Match is missing',
  429: 'Too many requests',
  503: 'Not ready; nothing was done, or the same key tells what was',
} as const;
type ProblemStatus = keyof typeof PROBLEMS;

const ALWAYS: readonly ProblemStatus[] = [400, 401, 403, 404, 429, 503];

/** Made once at start. The ready-made Swagger routes go round global guards, so the document is served by a controller of ours. */
@Injectable()
export class OpenApi {
  private document: OpenAPIObject | undefined;

  describe(app: INestApplication): void {
    const about = new DocumentBuilder()
      .setTitle('Guardian')
      .setDescription(ABOUT)
      .setVersion('1')
      .addCookieAuth('guardian')
      .addBearerAuth()
      .setOpenAPIVersion('3.1.0')
      .build();
    const document = SwaggerModule.createDocument(app, about);
    const paths = Object.entries(document.paths)
      .filter(([path]) => path.startsWith('/api/'))
      .map(([path, item]) => [path, withProblems(item)] as const);
    this.document = {
      ...document,
      paths: Object.fromEntries(paths),
      components: { ...document.components, schemas: { ...SHAPES, ...document.components?.schemas, Problem: PROBLEM } },
    };
  }

  get(): OpenAPIObject | undefined {
    return this.document;
  }
}

const withProblems = ({ get, post, ...item }: PathItem): PathItem => ({
  ...item,
  ...(get && { get: answering(get, []) }),
  ...(post && { post: answering(post, [413, 415]) }),
});

function answering(operation: Operation, more: readonly ProblemStatus[]): Operation {
  const takes = (header: string): boolean =>
    operation.parameters?.some((parameter) => 'name' in parameter && parameter.name === header) ?? false;
  const once: readonly ProblemStatus[] = takes('Idempotency-Key') ? [409, 422] : [];
  const revised: readonly ProblemStatus[] = takes('If-Match') ? [428] : [];
  const problems = [...ALWAYS, ...more, ...once, ...revised].map((status) => {
    const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
    return [status, { description: PROBLEMS[status], content }] as const;
  });
  const schema = ANSWERS[operation.operationId ?? ''];
  const content = schema && { 'application/json': { schema } };
  const answers = Object.keys(operation.responses).map((status) => [status, { description: 'Done', ...(content && { content }) }] as const);
  return { ...operation, responses: { ...Object.fromEntries(answers), ...Object.fromEntries(problems) } };
}

/** In the demonstration anybody may read it, as there is nobody to be kept from; elsewhere whoever has logged in. It tells of no patient. */
@Controller('api/v1')
@ApiExcludeController()
@Public()
export class OpenApiController {
  constructor(
    private readonly openApi: OpenApi,
    @Inject(WEB_OPTIONS) private readonly options: WebOptions,
  ) {}

  @Get('openapi.json')
  document(@Req() request: FastifyRequest): OpenAPIObject | undefined {
    if (!this.options.demo) signedIn(request);
    return this.openApi.get();
  }
}
