// Messages between clinicians: answered by a time, read, gathered in a digest, and advice that becomes a referral without keying it again.
// The clock stands at Thursday 20 August 2026, 10:00 in London.
import { PRIYA, SAMUEL, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 60_000);
afterAll(() => guardian?.close());

const ASKED = {
  ...{ from: 'others', name: 'Dr Alva Nyman', role: 'GP', organisation: 'Carnarvon Medical Centre', kind: 'advice' },
  ...{ urgent: 'no', mayRefer: 'yes', text: 'Is an MRI of the knee useful?' },
};
const says = async (address: string, visitor = priya) => inWords(await visitor.get(address));
async function asked(more: Partial<typeof ASKED> = {}): Promise<TestCase & { thread: string }> {
  const referral = await guardian.takeIn();
  const saved = await priya.submit(`${referral.address}/messages/new`, { ...ASKED, ...more });
  expect([saved.status, saved.location]).toEqual([303, `${referral.address}/messages`]);
  return { ...referral, thread: `${referral.address}/messages/m1` };
}
const advise = (thread: string) =>
  priya.submit(thread, { from: 'service', answer: 'advice', text: 'Refer her for the knee' }, `${thread}/answer`);

it('a question of the practice waits in our box with its reply time, is answered, read and closed', async () => {
  const { thread, reference } = await asked();
  expect(await says('/messages')).toContain('Request for advice about OKONKWO, Margaret (Mrs) Unread');
  // Two working days after a Thursday: Monday at 17:00.
  expect(await says(thread)).toContain('Our reply is due 24 August 2026, 17:00. The last message has not been read.');
  await priya.submit(thread, { readBy: 'Priya Shah' }, `${thread}/read`);
  expect(await says(thread)).toContain('The last message has been read.');

  const early = await priya.submit(thread, { outcome: 'answered' }, `${thread}/close`);
  expect([early.status, inWords(early).includes('Record the answer first')]).toEqual([422, true]);
  await priya.submit(thread, { from: 'service', answer: 'question', text: 'Since when?' }, `${thread}/answer`);
  expect(await says('/messages?box=waiting')).toContain(`With Dr Alva Nyman, Carnarvon Medical Centre`);
  await priya.submit(thread, { from: 'others', answer: 'reply', text: 'Since May' }, `${thread}/answer`);
  expect(await says(thread)).toContain('Reply of Dr Alva Nyman');
  await priya.submit(thread, { outcome: 'answered' }, `${thread}/close`);
  expect(await says(thread)).toContain('Closed: answered.');
  const list = await priya.get('/messages?box=closed');
  expect(list.text).toContain(`/cases/${reference}/messages/m1`);
});

it('the response clock: a late reply comes to the worklist, a late urgent one as a matter of safety', async () => {
  const plain = await asked();
  const urgent = await asked({ urgent: 'yes' });
  expect(await says(urgent.thread)).toContain('Our reply is due 20 August 2026, 14:00.');
  const before = guardian.clock.now();
  try {
    guardian.clock.set(new Date('2026-08-26T09:00:00Z'));
    expect(await says(plain.address)).toContain('The team has not answered a message. The reply was due 2 days ago.');
    expect(await says(plain.thread)).toContain('Late');
    expect(await says(urgent.address)).toContain('The team has not answered an urgent message. The reply was due 6 days ago.');
    expect(await says('/worklist/team')).toContain('The team has not answered an urgent message.');
  } finally {
    guardian.clock.set(before);
  }
});

it('advice becomes a referral without keying it again, only when the referrer agreed, and a retry never makes two', async () => {
  const refused = await asked({ mayRefer: 'no' });
  await advise(refused.thread);
  const form = { pathway: 'knee-pain', priority: 'urgent', provider: '', reason: 'Knee pain, as advised' };
  const no = await priya.submit(`${refused.thread}/referral`, form);
  expect([no.status, inWords(no).includes('The referrer has not agreed')]).toEqual([422, true]);
  expect(no.text).toContain('Knee pain, as advised');

  const { thread, state } = await asked();
  await advise(thread);
  expect((await priya.get(`${thread}/referral`)).text).toContain('Pain in the right hip for two years');
  await priya.submit(`${thread}/referral`, form);
  await priya.submit(`${thread}/referral`, { ...form, reason: 'The same once more' });
  const first = await state();
  const made = /It became referral (GR-[A-Z0-9]{6})/.exec(await says(thread))?.[1] ?? '';
  expect(made).not.toBe('');
  expect(first.entries.filter((type) => type === 'AdviceConvertedToReferral')).toHaveLength(1);
  const opened = await says(`/cases/${made}/timeline`);
  expect(opened).toContain('Knee pain, as advised. Referred by Dr Alva Nyman.');
  expect((await priya.get(`/cases/${made}`)).text).toContain('Okonkwo'.toUpperCase());
});

it('digest by default, urgent by exception', async () => {
  const samuel = guardian.visitor();
  await samuel.logIn(SAMUEL);
  const { reference } = await asked({ text: 'For the digest' });
  guardian.clock.set(new Date(guardian.clock.now().getTime() + 60_000));
  const digest = await samuel.get('/messages/digest');
  expect(digest.text).toContain(`/cases/${reference}/messages/m1`);
  expect(digest.text).not.toContain('For the digest');
  const seen = await samuel.submit('/messages/digest', {});
  expect([seen.status, seen.location]).toEqual([303, '/messages']);
  expect(await says('/messages/digest', samuel)).toContain('Nothing new.');

  const urgent = await asked({ urgent: 'yes' });
  await samuel.get('/messages');
  expect(await says('/worklist/team', samuel)).toMatch(/urgent messages? (has|have) not been read/);
  expect((await samuel.get('/help')).text).toMatch(/Messages \(\d+, \d+ urgent\)/);
  await priya.submit(urgent.thread, { readBy: 'Dr Samuel Brandt' }, `${urgent.thread}/read`);
});

it('who is not concerned with the patients sees none of it, and an address that does not exist is refused', async () => {
  const { reference } = await asked();
  const elsewhere = guardian.visitor();
  await elsewhere.logIn('demo-coordinator-havering');
  for (const address of ['/messages', '/messages?box=waiting', '/messages/digest'])
    expect((await elsewhere.get(address)).text).not.toContain(reference);
  const lead = guardian.visitor();
  await lead.logIn('demo-acute-lead');
  expect((await lead.get('/messages')).status).toBe(403);
  expect((await priya.get('/messages?box=bogus')).status).toBe(400);
  expect((await priya.get(`/cases/${reference}/messages/constructor`)).status).toBe(404);
});

it('what is wrong is said beside its field, and what was typed stays', async () => {
  const { address } = await guardian.takeIn();
  const refused = await priya.submit(`${address}/messages/new`, { ...ASKED, name: '', text: 'To keep' });
  expect([refused.status, inWords(refused).includes('Enter the name of the other side'), refused.text.includes('To keep')]).toEqual([
    422,
    true,
    true,
  ]);
});
