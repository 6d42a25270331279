import { NotAllowed } from '@guardian/access';
import type { ArgumentsHost } from '@nestjs/common';
import { SignInRefused } from '../pages/sign-in/provider';
import { ErrorsFilter } from './errors.filter';
import { ForeignOrigin, InputRefused } from './input-errors';

/** What stands in the log of a program's request that ended with this error. */
async function loggedOf(error: unknown): Promise<unknown[]> {
  const logged: unknown[] = [];
  const log = (level: string) => (facts: object, message: string) => logged.push({ level, ...facts, message });
  const reply = { sent: false, status: () => reply, type: () => reply, header: () => reply, send: () => Promise.resolve() };
  const request = {
    ...{ id: 'r1', url: '/api/v1/cases/GR-7K2M4P?q=Okonkwo', method: 'POST', routeOptions: { url: '/api/v1/cases/:reference' } },
    ...{ session: { user: { id: 'demo-acute-lead' } }, log: { error: log('error'), warn: log('warn') } },
  };
  const host = { switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }) };
  await new ErrorsFilter({} as never).catch(error, host as unknown as ArgumentsHost);
  return logged;
}

describe('the log', () => {
  it('tells of a fault of ours with all that is known of it', async () => {
    const error = new Error('the disk is full');
    expect(await loggedOf(error)).toEqual([{ level: 'error', err: error, message: 'request failed' }]);
  });

  it.each([
    ['a right that somebody lacks', new NotAllowed(), 'NotAllowed', 403],
    ['a form of another site', new ForeignOrigin(), 'ForeignOrigin', 403],
    ['a log-in that failed', new SignInRefused(), 'SignInRefused', 400],
    ['too many requests', Object.assign(new Error('slow down'), { statusCode: 429 }), 'TooMany', 429],
  ])('tells of %s, who it was and what for, and nothing of a patient', async (_, error, code, status) => {
    expect(await loggedOf(error)).toEqual([
      { level: 'warn', code, status, user: 'demo-acute-lead', method: 'POST', route: '/api/v1/cases/:reference', message: 'turned away' },
    ]);
  });

  it('tells nothing of a mistake in a form', async () => {
    expect(await loggedOf(new InputRefused([{ field: 'notes', message: 'is blank' }]))).toEqual([]);
  });
});
