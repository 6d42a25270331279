import { addressOf, pageIn, readAddress, refusePageBeyond } from './address';

const allowed = { stage: ['intake', 'workup'], with: ['practice'] };

it('reads the filters that are set; an empty one and the page are not filters', () => {
  expect(readAddress({ stage: 'workup', with: '', page: '3' }, allowed)).toEqual({ stage: 'workup' });
});

it('names everything that it does not know', () => {
  expect(() => readAddress({ stage: 'bogus', colour: 'red', with: ['practice', 'practice'] }, allowed)).toThrow(
    'stage has no value "bogus" here. colour is not a filter of this page. with is given twice',
  );
  expect(() => readAddress({ constructor: 'x' }, allowed)).toThrow('constructor is not a filter of this page');
});

it.each(['0', '-1', '1.5', 'x', '1234567', ['1', '2']])('refuses page %j', (page) => {
  expect(() => pageIn({ page })).toThrow('page has no value');
});

it('knows the last page of a list; an empty list has one page', () => {
  expect([pageIn({}), pageIn({ page: '3' })]).toEqual([1, 3]);
  expect(() => refusePageBeyond(3, 75, 25)).not.toThrow();
  expect(() => refusePageBeyond(1, 0, 25)).not.toThrow();
  expect(() => refusePageBeyond(4, 75, 25)).toThrow('page has no value "4" here');
});

it('writes an address, leaving out what is not set', () => {
  expect(addressOf('/cases', { stage: 'workup', with: undefined, page: 2 })).toBe('/cases?stage=workup&page=2');
  expect(addressOf('/cases', {})).toBe('/cases');
});
