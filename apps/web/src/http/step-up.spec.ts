// What only somebody who has just proved who they are may do.
import { Controller, Get, Module, Post } from '@nestjs/common';
import { formIn, startTestWeb, type TestWeb, type Visitor } from '../../../../test/support/web';
import { SeeOther } from '../layout/page';
import { ApiRoute, FormRoute } from './routes';
import { May, StepUp } from './signed-in';

let done = 0;

@Controller()
@StepUp()
class DangerousController {
  @Get('dangerous')
  ask(): string {
    return 'Are you sure?';
  }

  @Post('dangerous')
  @FormRoute()
  act(): SeeOther {
    done++;
    return new SeeOther('/help');
  }

  @Post('api/v1/dangerous')
  @ApiRoute()
  call(): object {
    return { done: ++done };
  }

  @Get('dangerous/for-clinicians')
  @May('decide-clinically')
  clinicians(): string {
    return 'Are you sure?';
  }
}
@Module({ controllers: [DangerousController] })
class DangerousModule {}

let web: TestWeb;
let priya: Visitor;
let token: string;
beforeAll(async () => {
  web = await startTestWeb({ modules: [DangerousModule] });
});
afterAll(() => web?.close());
beforeEach(async () => {
  done = 0;
  priya = web.visitor();
  await priya.logIn('demo-coordinator-southend');
  token = formIn((await priya.get('/help')).text, '/log-out').hidden['_csrf'] ?? '';
});

const provedAgo = (minutes: number | null) =>
  web.database.pool.query(
    minutes === null
      ? `update web_session set session = session::jsonb - 'provedAt'`
      : `update web_session set session = jsonb_set(session::jsonb, '{provedAt}', to_jsonb(now() - make_interval(secs => ${minutes * 60})))`,
  );
const post = () => priya.post('/dangerous', { _csrf: token });

it('opens for ten minutes after the proof', async () => {
  await provedAgo(9.9);
  expect((await priya.get('/dangerous')).status).toBe(200);
  await provedAgo(10.1);
  expect((await priya.get('/dangerous')).location).toBe('/log-in?next=%2Fdangerous');
});

it('takes a form that was opened in time for ten minutes more: nothing typed is lost', async () => {
  await provedAgo(19.9);
  expect([(await post()).status, done]).toEqual([303, 1]);
  await provedAgo(20.1);
  const late = await post();
  expect([late.status, done]).toEqual([403, 1]);
  expect(late.text).toContain('Guardian asks again who you are before this. Nothing was done.');
});

it('stays shut when nobody knows when they proved it', async () => {
  await provedAgo(null);
  expect([(await priya.get('/dangerous')).status, (await post()).status, done]).toEqual([303, 403, 0]);
});

it('says so to programs', async () => {
  await provedAgo(21);
  const answer = await priya.json('POST', '/api/v1/dangerous', {});
  expect([answer.status, (JSON.parse(answer.text) as { code: string }).code, done]).toEqual([403, 'ProofTooOld', 0]);
});

it('asks nobody to prove anything for what is not theirs to do', async () => {
  await provedAgo(21);
  expect((await priya.get('/dangerous/for-clinicians')).status).toBe(403);
});

it('leads whoever has not logged in to log in', async () => {
  expect((await web.visitor().get('/dangerous')).location).toBe('/log-in?next=%2Fdangerous');
});
