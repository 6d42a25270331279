import fc from 'fast-check';
import { Codes, Day, Text, Whole } from './fields';
import { parseForm, withError } from './form';

class VisitForm {
  @Text({ label: 'The name', required: 'Enter a name', max: 10 })
  name: string;

  @Day({ label: 'Date of the visit' })
  seenOn?: string;

  @Codes({ label: 'needs' })
  needs?: string[];

  @Whole({ label: 'Tries', min: 1, max: 20 })
  tries?: number;

  @Text({ label: 'Notes', max: 100 })
  notes?: string;
}

it('reads text trimmed, three boxes as one day, one tick as a list, and leaves empty boxes out', () => {
  const body = {
    _csrf: 'x',
    commandId: 'y',
    name: '  Ann ',
    'seenOn-day': '7',
    'seenOn-month': '8',
    'seenOn-year': '2026',
    needs: 'interpreter',
    tries: '3',
    notes: 'one\r\ntwo',
  };
  expect(parseForm(VisitForm, body)).toEqual({
    ok: true,
    value: { name: 'Ann', seenOn: '2026-08-07', needs: ['interpreter'], tries: 3, notes: 'one\ntwo' },
  });
  expect(parseForm(VisitForm, { name: 'Ann', 'seenOn-day': '', 'seenOn-month': ' ', 'seenOn-year': '', notes: ' ' })).toEqual({
    ok: true,
    value: { name: 'Ann' },
  });
});

it('names each field that is wrong, in the order of the form, and keeps everything typed', () => {
  const typed = {
    name: ' ',
    'seenOn-day': '30',
    'seenOn-month': '2',
    'seenOn-year': '2026',
    needs: ['interpreter', 'x'.repeat(201)],
    tries: '0',
    other: '1',
  };
  const parsed = parseForm(VisitForm, { ...typed, _csrf: 'x' });
  expect(parsed).toEqual({
    ok: false,
    typed,
    errors: expect.arrayContaining([
      { field: 'name', message: 'Enter a name' },
      { field: 'seenOn', message: 'Date of the visit must be a real date, like 27 8 2026' },
      { field: 'needs', message: 'Select needs from the list' },
      { field: 'tries', message: 'Tries must be a whole number from 1 to 20' },
      { field: 'other', message: 'is not a field that this takes' },
    ]) as unknown,
  });
});

it.each([
  [{ 'seenOn-day': '7' }, 'seenOn', 'Date of the visit must be a real date, like 27 8 2026'],
  [{ name: 'Ann Elizabeth' }, 'name', 'The name must be 10 characters or fewer'],
  [{ name: ['Ann', 'Bea'] }, 'name', 'The name must be text'],
  [{ name: 'A\0nn' }, 'name', 'This contains a hidden control character. Type it again instead of pasting it'],
  [{ tries: '2.5' }, 'tries', 'Tries must be a whole number from 1 to 20'],
  [{ tries: '٣' }, 'tries', 'Tries must be a whole number from 1 to 20'],
])('%j is one error on one field', (fields, field, message) => {
  expect(parseForm(VisitForm, { name: 'Ann', ...fields })).toMatchObject({ ok: false, errors: [{ field, message }] });
});

it('an upload is read like any form, without its file', () => {
  expect(parseForm(VisitForm, { name: { type: 'field', value: 'Ann' }, letter: { type: 'file', filename: 'a.csv' } })).toEqual({
    ok: true,
    value: { name: 'Ann' },
  });
});

it('a rule that the form cannot know becomes an error beside what was typed', () => {
  expect(withError({ name: 'Ann', _csrf: 'x' }, 'name', 'This case has a contact by Ann already')).toEqual({
    typed: { name: 'Ann' },
    errors: [{ field: 'name', message: 'This case has a contact by Ann already' }],
  });
});

it('no input at all makes it throw', () => {
  const field = fc.constantFrom('name', 'seenOn-day', 'seenOn-year', 'needs', 'tries', 'notes', '_csrf', 'toString', 'x');
  fc.assert(
    fc.property(fc.dictionary(field, fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string()))), (body) => {
      expect(typeof parseForm(VisitForm, body).ok).toBe('boolean');
    }),
  );
});
