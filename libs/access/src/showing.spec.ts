import { setTimeout as sleep } from 'node:timers/promises';
import { Showing, shows, whileShowing } from './index';

it('gathers whom an answer shows, each once, however deep it was read', async () => {
  const showing = new Showing();
  await whileShowing(showing, async () => {
    shows(['ada', null]);
    await sleep(1);
    await Promise.all([sleep(1).then(() => shows(['ben'])), Promise.resolve().then(() => shows(['ada']))]);
  });
  expect([showing.holdsPersonalData, showing.patientIds]).toEqual([true, ['ada', 'ben']]);
});

it('keeps answers that are made at the same time apart', async () => {
  const answers = [new Showing(), new Showing()];
  await Promise.all(
    answers.map((showing, n) =>
      whileShowing(showing, async () => {
        await sleep(2 - n);
        shows([`patient ${n}`]);
      }),
    ),
  );
  expect(answers.map(({ patientIds }) => patientIds)).toEqual([['patient 0'], ['patient 1']]);
});

it('knows of personal data of nobody who is known, and of an answer without any', () => {
  const [nobody, nothing] = [new Showing(), new Showing()];
  whileShowing(nobody, () => shows([]));
  whileShowing(nothing, () => undefined);
  expect([nobody.holdsPersonalData, nobody.patientIds]).toEqual([true, []]);
  expect(nothing.holdsPersonalData).toBe(false);
});

it('gathers nothing of what is read for no answer, nor after it was told to forget', () => {
  shows(['ada']);
  const showing = new Showing();
  whileShowing(showing, () => shows(['ben']));
  showing.forget();
  expect([showing.holdsPersonalData, showing.patientIds]).toEqual([false, []]);
});
