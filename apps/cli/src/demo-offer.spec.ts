import { offerDemo } from './demo-offer';
import { testLog } from '../../../test/support/log';

describe('the offer of demo cases', () => {
  async function offered({ wanted = true, agreed = true, load = () => Promise.resolve() } = {}) {
    const said: string[] = [];
    const cases = { isWanted: () => Promise.resolve(wanted), load };
    await offerDemo(
      testLog('postgres://db'),
      cases,
      new AbortController().signal,
      (line) => said.push(line),
      () => Promise.resolve(agreed),
    );
    return said;
  }

  it('loads them when there is no case yet and nobody says no', async () => {
    const load = jest.fn(() => Promise.resolve());
    expect(await offered({ load })).toEqual(['Loading 500 demo cases in the background', 'The demo cases are loaded']);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['anything was ever recorded', { wanted: false }],
    ['the person says no', { agreed: false }],
  ])('loads nothing when %s', async (_when, over) => {
    const load = jest.fn(() => Promise.resolve());
    expect(await offered({ ...over, load })).toEqual([]);
    expect(load).not.toHaveBeenCalled();
  });

  it('goes on without them when they cannot be loaded', async () => {
    expect(await offered({ load: () => Promise.reject(new Error('no directory')) })).toEqual([
      'Loading 500 demo cases in the background',
      'The demo cases could not be loaded: no directory',
    ]);
  });
});
