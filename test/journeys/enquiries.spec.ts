// A question reaches the service, is tied to a case, and is answered by the promised day. The clock stands at Thursday 20 August 2026.
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;
let okonkwo: TestCase;
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  okonkwo = await guardian.takeIn();
}, 60_000);
afterAll(() => guardian?.close());

const day = (name: string, date: string) => {
  const [year = '', month = '', on = ''] = date.split('-');
  return { [`${name}-day`]: on, [`${name}-month`]: month, [`${name}-year`]: year };
};
const ASKED = {
  ...{ asker: 'carer', from: 'Amara Okonkwo, daughter, 01632 960123', channel: 'phone', question: 'When is the X-ray of my mother?' },
  ...{ place: 'southend', ...day('on', '2026-08-20'), ...day('promisedBy', '2026-08-24') },
};

/** The address of the enquiry. */
async function received(more: Record<string, string> = {}): Promise<string> {
  const { location, status } = await priya.submit('/enquiries/new', { ...ASKED, ...more });
  expect(status).toBe(303);
  return location ?? '';
}
/** A form of the page of an enquiry, by the end of its address. */
const send = async (address: string, form: string, typed: Record<string, string | string[]>) => {
  const { text } = await priya.get(address);
  const token = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? '';
  return priya.post(`${address}/${form}`, { _csrf: token, commandId: `${form}-${Math.random().toString(36).slice(2)}`, ...typed });
};
const inbox = async (visitor = priya) => inWords(await visitor.get('/enquiries'));

it('an enquiry is found a case and answered in three pages, and what it saved is counted', async () => {
  // Two working days after a Thursday is the Monday.
  expect((await priya.get('/enquiries/new')).text).toContain(
    'name="promisedBy-day" type="text" inputmode="numeric" autocomplete="off" value="24"',
  );
  const address = await received();
  expect(await inbox()).toContain(
    'Amara Okonkwo, daughter, 01632 960123 Carer or family When is the X-ray of my mother? 24 August 2026 Not found yet',
  );

  const found = inWords(await send(address, 'find', { q: 'okonkwo' }));
  expect(found).toContain('1 case found. Cases found Patient Do this OKONKWO, Margaret (Mrs) Born 14 July 1945');
  await send(address, 'match', { reference: okonkwo.reference });
  expect(inWords(await priya.get(address))).toContain(`Case ${okonkwo.reference}`);
  expect(inWords(await priya.get(`${okonkwo.address}/contacts`))).toContain(
    'When is the X-ray of my mother? Answer promised by 24 August 2026.',
  );

  const answered = await send(address, 'answer', {
    ...day('answeredOn', '2026-08-20'),
    ...{ how: 'phone', answer: 'On Tuesday at 9', saved: ['practice-call', 'hospital-call'] },
  });
  expect([answered.status, answered.location]).toEqual([303, '/enquiries']);
  expect(await inbox()).not.toContain('Amara Okonkwo');
  expect(inWords(await priya.get(address))).toContain(
    'Answered on 20 August 2026 by phone: On Tuesday at 9 It saved: a call to the hospital, a call to the practice.',
  );
  expect(inWords(await priya.get(`${okonkwo.address}/contacts`))).toContain('Answered 20 August 2026: On Tuesday at 9');
  const ledger = inWords(await priya.get('/reports/enquiries'));
  expect(ledger).toContain('2 calls, appointments and letters were saved');
  // Received, answered, in time, late; calls to the practice, appointments, letters, calls to the hospital.
  expect(ledger).toContain('2026-08 1 1 1 0 1 0 0 1');
  expect((await priya.get('/reports/enquiries.csv')).text).toContain('"2026-08","1","1","1","0","1","0","0","1"');
});

it('an enquiry past its promised day stands first and is told as late', async () => {
  await received({ from: 'Ines Example', ...day('on', '2026-08-10'), ...day('promisedBy', '2026-08-12') });
  await received({ from: 'Tomos Example' });
  const page = await inbox();
  expect(page).toMatch(/Enquiries: \d+ to answer, 1 late/);
  const work = inWords(await priya.get('/worklist'));
  expect(work).toContain('Enquiries past their promised day (1) Carer or family, promised by 12 August 2026');
  expect(work).not.toContain('Ines Example');
  expect(page.indexOf('Ines Example')).toBeLessThan(page.indexOf('Tomos Example'));
  expect(page).toContain('12 August 2026 Late');
});

it('a form that was sent twice is one enquiry, and what is wrong keeps what was typed', async () => {
  const token = /name="_csrf" value="([^"]*)"/.exec((await priya.get('/enquiries/new')).text)?.[1] ?? '';
  const once = { _csrf: token, commandId: 'asked-once', ...ASKED, from: 'Rhys Example' };
  const [first, second] = [await priya.post('/enquiries/new', once), await priya.post('/enquiries/new', once)];
  expect(first.location).toBe(second.location);
  expect((await inbox()).match(/Rhys Example/g)).toHaveLength(1);

  const wrong = await priya.submit('/enquiries/new', { ...ASKED, question: 'A question to keep', ...day('promisedBy', '2026-08-19') });
  expect(wrong.status).toBe(422);
  expect(inWords(wrong)).toContain('The promised day must not be before the day of the enquiry.');
  expect(wrong.text).toContain('A question to keep');
  const nothing = await send(first.location ?? '', 'answer', { ...day('answeredOn', '2026-08-20'), how: 'phone', answer: '' });
  expect([nothing.status, inWords(nothing).includes('Enter what you answered')]).toEqual([422, true]);
  expect((await send(first.location ?? '', 'match', { reference: 'GR-ZZZZZZ' })).status).toBe(422);
});

it('no question ends in silence: it is answered, passed on with a name, or not for this service', async () => {
  const passed = await received({ from: 'Passed Example' });
  expect((await send(passed, 'pass-on', { to: '', because: 'x' })).status).toBe(422);
  await send(passed, 'pass-on', { to: 'Booking team of Southend Hospital', because: 'They hold the date' });
  expect(inWords(await priya.get(passed))).toContain('Passed on to Booking team of Southend Hospital: They hold the date');
  const wrong = await received({ from: 'Wrong Example' });
  await send(wrong, 'not-for-us', { outcome: 'not-for-us' });
  expect(inWords(await priya.get(wrong))).toContain('Closed: not for this service.');
  expect(await inbox()).not.toMatch(/Passed Example|Wrong Example/);
});

it('the team of another place sees neither the question nor its page, and finds its own cases only', async () => {
  const address = await received({ from: 'Hidden Example' });
  const elsewhere = guardian.visitor();
  await elsewhere.logIn('demo-coordinator-havering');
  expect(await inbox(elsewhere)).not.toContain('Hidden Example');
  expect((await elsewhere.get(address)).status).toBe(404);
  const token = /name="_csrf" value="([^"]*)"/.exec((await elsewhere.get('/help')).text)?.[1] ?? '';
  for (const form of ['find', 'match', 'answer', 'pass-on', 'not-for-us']) {
    expect((await elsewhere.post(`${address}/${form}`, { _csrf: token, commandId: `forged-${form}`, q: 'okonkwo' })).status).toBe(404);
  }
  const lead = guardian.visitor();
  await lead.logIn('demo-acute-lead');
  expect((await lead.get('/enquiries')).status).toBe(403);
  expect(inWords(await lead.get('/reports/enquiries'))).toContain('* is not shown');
});
