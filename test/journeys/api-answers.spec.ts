// What programs are answered is what the description of the API says, and nothing besides.
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import answersFile from '../../apps/web/src/api/answers.json';
import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestGuardian } from '../support/guardian';
import type { Answer, Visitor } from '../support/web';

const { describeAnswers } = createRequire(__filename)('../../docs/answers.cjs') as { describeAnswers(): object };

type Schema = Readonly<Record<string, unknown>>;
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Schema }>>>>;
  readonly components: { readonly schemas: Schema };
}

const REFERRAL = {
  patient: { nhsNumber: '999 000 0018', family: 'Hussain', given: 'Amir', bornOn: '1961-02-03', sex: 'male' },
  needs: { language: 'Urdu', interpreter: true },
  practice: 'F81003',
  pathway: 'hip-pain',
  priority: 'routine',
  referredOn: '2026-08-10',
  reason: 'Pain in the left hip at night',
  referrer: 'Dr Alva Nyman',
};
const CALL = { type: 'RecordContact', on: '2026-08-20', who: 'practice', how: 'phone', outcome: 'spoke', notes: 'A letter follows' };
const ENQUIRY = { channel: 'phone', on: '2026-08-20', from: 'Mrs Amina Hussain', question: 'When is the appointment?' };

let guardian: TestGuardian;
let priya: Visitor;
let described: Described;
let schemas: Ajv.Ajv;
let reference: string;
let keys = 0;

beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  const { text } = await priya.get('/api/v1/openapi.json');
  described = closed(JSON.parse(text)) as Described;
  schemas = new Ajv({ allErrors: true, unknownFormats: ['binary'] }).addSchema(described, 'api');

  const test = await guardian.takeIn();
  reference = test.reference;
  await test.does(
    { type: 'AcceptReferral' },
    { type: 'RecordContact', on: day('2026-08-20'), who: 'patient', how: 'phone', outcome: 'spoke', notes: 'Still in pain', nextOn: null },
  );
}, 60_000);

afterAll(() => guardian?.close());

/** Every object takes the fields that are described and no others. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return typeof inner['properties'] === 'object' && inner['type'] === 'object' ? { additionalProperties: false, ...inner } : inner;
}

/** What is wrong with an answer, as its route is described. */
function problems(route: string, { status, text }: Pick<Answer, 'status' | 'text'>): unknown[] {
  if (status >= 300) throw new Error(`${route} answers ${text}`);
  const [method = '', path = ''] = route.split(' ');
  const pointer = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content', 'application/json', 'schema']
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const fits = schemas.compile({ $ref: `api#/${pointer}` });
  return fits(JSON.parse(text)) ? [] : (fits.errors ?? []);
}

const posts = (address: string, body: object, revision = 0): Promise<Answer> =>
  priya.json('POST', address, body, { 'idempotency-key': `key-${++keys}`, 'if-match': `"${revision}"` });

describe('an answer to a program', () => {
  it.each([
    ['GET /api/v1/cases', () => priya.get('/api/v1/cases')],
    ['GET /api/v1/worklist', () => priya.get('/api/v1/worklist?of=team')],
    ['POST /api/v1/cases/search', () => posts('/api/v1/cases/search', { text: 'Okonkwo' })],
    ['GET /api/v1/cases/{reference}', () => priya.get(`/api/v1/cases/${reference}`)],
    ['GET /api/v1/cases/{reference}/timeline', () => priya.get(`/api/v1/cases/${reference}/timeline`)],
    ['POST /api/v1/cases/{reference}/commands', () => posts(`/api/v1/cases/${reference}/commands`, CALL, 3)],
    ['POST /api/v1/referrals', () => posts('/api/v1/referrals', REFERRAL)],
    ['POST /api/v1/enquiries', () => posts('/api/v1/enquiries', ENQUIRY)],
    ['GET /api/v1/pathways', () => priya.get('/api/v1/pathways')],
    ['GET /api/v1/directory/practices', () => priya.get('/api/v1/directory/practices')],
    ['GET /api/v1/directory/pcns', () => priya.get('/api/v1/directory/pcns')],
    ['GET /api/v1/directory/providers', () => priya.get('/api/v1/directory/providers')],
    ['GET /api/v1/reports/bottlenecks', () => priya.get('/api/v1/reports/bottlenecks')],
    ['GET /api/v1/pcns/{code}/caseload', () => priya.get('/api/v1/pcns/north-road-plus-pcn/caseload')],
  ])('is as described: %s', async (route, ask) => {
    expect(problems(route, await ask())).toEqual([]);
  });

  it('is as described for an enquiry', async () => {
    const { text } = await posts('/api/v1/enquiries', ENQUIRY);
    const { enquiryId } = JSON.parse(text) as { enquiryId: string };
    const answers = { type: 'AnswerEnquiry', on: '2026-08-20', how: 'phone', answer: 'On 9 October' };
    const told = await posts(`/api/v1/enquiries/${enquiryId}/commands`, answers, 1);
    expect(problems('POST /api/v1/enquiries/{id}/commands', told)).toEqual([]);
    expect(problems('GET /api/v1/enquiries/{id}', await priya.get(`/api/v1/enquiries/${enquiryId}`))).toEqual([]);
  });

  it('would be found out if it lacked or added something', async () => {
    const { status, text } = await priya.get('/api/v1/cases');
    const { total: _total, ...rest } = JSON.parse(text) as { total: number; cases: object[] };
    const without = problems('GET /api/v1/cases', { status, text: JSON.stringify(rest) });
    expect(without).toEqual([expect.objectContaining({ keyword: 'required', params: { missingProperty: 'total' } })]);
    const cases = [{ ...rest.cases[0], secret: 1 }];
    const more = problems('GET /api/v1/cases', { status, text: JSON.stringify({ ...rest, total: 1, cases }) });
    expect(more).toEqual([expect.objectContaining({ dataPath: '.cases[0]', params: { additionalProperty: 'secret' } })]);
  });
});

describe('the description of the answers', () => {
  it('follows from the types of the code: if not, run node docs/answers.cjs', () => {
    expect(answersFile).toEqual(describeAnswers());
  }, 60_000);

  it('names no shape as a command or another input is named', () => {
    for (const [name, schema] of Object.entries(answersFile.schemas))
      expect([name, described.components.schemas[name]]).toEqual([name, closed(schema)]);
  });
});
