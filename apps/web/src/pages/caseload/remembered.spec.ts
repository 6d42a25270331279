import { Remembered } from './remembered';

const counting = () => {
  let times = 0;
  return () => Promise.resolve(++times);
};

it('reads once for as long as it remembers, each key by itself', async () => {
  const remembered = new Remembered<number>(60_000);
  const read = counting();
  expect([await remembered.get('a', read), await remembered.get('a', read), await remembered.get('b', read)]).toEqual([1, 1, 2]);
});

it('reads again when its time is over, and when it is told to', async () => {
  const read = counting();
  const forgetful = new Remembered<number>(0);
  expect([await forgetful.get('a', read), await forgetful.get('a', read)]).toEqual([1, 2]);
  const remembered = new Remembered<number>(60_000);
  expect([await remembered.get('a', read), await remembered.again('a', read), await remembered.get('a', read)]).toEqual([3, 4, 4]);
});

it('does not remember a reading that failed', async () => {
  const remembered = new Remembered<number>(60_000);
  await expect(remembered.get('a', () => Promise.reject(new Error('connection lost')))).rejects.toThrow('connection lost');
  expect(await remembered.get('a', () => Promise.resolve(7))).toBe(7);
});
