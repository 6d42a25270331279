import { mkdirSync } from 'node:fs';
import { PRIYA, somebody, startTestGuardian, type TestGuardian } from '../support/guardian';
import { openBrowser, openPage } from '../support/browser';
let guardian: TestGuardian;
it('shots', async () => {
  guardian = await startTestGuardian();
  const browser = await openBrowser();
  const priya = guardian.visitor();
  await priya.logIn(PRIYA);
  const joan = guardian.visitor();
  await joan.logIn('demo-coordinator-southend-2');
  const MOVED = {
    ...{ reason: 'moved-away', 'on-day': '19', 'on-month': '8', 'on-year': '2026', evidence: 'The letter came back: moved to Leeds' },
    ...{ reviewer: 'Dr Samuel Brandt', patientTold: 'letter', referrerTold: 'letter' },
  };
  const one = await guardian.takeIn(somebody());
  await priya.submit(`${one.address}/close`, MOVED);
  const two = await guardian.takeIn(somebody());
  await priya.submit(`${two.address}/close`, MOVED);
  await joan.submit(`${two.address}/exit`, { agree: 'yes' }, `${two.address}/exit/confirm`);
  const three = await guardian.takeIn(somebody());
  await three.does({ type: 'LinkAsDuplicate', otherCaseId: one.caseId, otherReference: one.reference });
  mkdirSync('/tmp/shots/e', { recursive: true });
  const pages = { exit: `${one.address}/exit`, ledger: '/reports/exits', close: `${three.address}/close`.replace(three.reference, one.reference), closeopen: `${(await guardian.takeIn(somebody())).address}/close` };
  for (const [name, address] of Object.entries(pages))
    for (const width of [1280, 320] as const) {
      const page = await openPage(browser, `${guardian.address}${address}`, { width, as: joan });
      await page.screenshot({ path: `/tmp/shots/e/${name}-${width}.png`, fullPage: true });
      await page.context().close();
    }
  await browser.close();
  await guardian.close();
}, 120_000);
