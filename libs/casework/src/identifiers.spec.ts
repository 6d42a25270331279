import { caseIdFor, caseReference, partOf, patientIdFor } from './identifiers';

describe('a case reference', () => {
  it('is unique and well formed over the first 100,000 cases', () => {
    const references = Array.from({ length: 100_000 }, (_, i) => caseReference(i + 1));
    expect(new Set(references).size).toBe(100_000);
    expect(references.filter((reference) => !/^GR-[A-Z2-9]{6}$/.test(reference))).toEqual([]);
  });

  it('has no sign that is misread on the telephone', () => {
    const signs = new Set(Array.from({ length: 10_000 }, (_, i) => caseReference(i).slice(3)).join(''));
    expect([...signs].sort().join('')).toBe('23456789ABCDEFGHJKLMNPQRSTUVWXYZ');
  });

  it('tells nothing of the one before', () => {
    expect([caseReference(1), caseReference(2), caseReference(3)]).toEqual(['GR-AZWYC9', 'GR-RSRAAV', 'GR-8KLL7G']);
  });

  it('ends where the numbers end', () => {
    expect(caseReference(2 ** 30 - 1)).toMatch(/^GR-[A-Z2-9]{6}$/);
    expect(() => caseReference(2 ** 30)).toThrow(RangeError);
  });
});

describe('the id of a case', () => {
  it('follows from the command that opened it, on every installation', () => {
    expect(caseIdFor('form-1')).toBe('fbb25843-abc1-5b60-ba95-3e3f6dfe6649');
    expect(caseIdFor('form-2')).not.toBe(caseIdFor('form-1'));
  });
});

describe('the id of a part of a command', () => {
  it('is the same again, and another for each part', () => {
    expect(partOf('form-1', 'RegisterPatient')).toBe(partOf('form-1', 'RegisterPatient'));
    expect(partOf('form-1', 'RegisterPatient')).not.toBe(partOf('form-1', 'RecordContactDetails'));
    expect(partOf('form-1', 'RegisterPatient')).not.toBe(partOf('form-2', 'RegisterPatient'));
  });

  it('is short, however long the id of the whole', () => {
    expect(partOf('f'.repeat(200), 'RecordPracticeRegistration')).toHaveLength(36);
  });
});

describe('the id of a patient', () => {
  it('is the same for one NHS number, whoever registers it', () => {
    expect(patientIdFor('9990000026', 'key', 'form-1')).toBe(patientIdFor('9990000026', 'key', 'form-2'));
    expect(patientIdFor('9990000026', 'key', 'form-1')).toBe('d8c0396f-44de-82b8-a154-1990f7b892c7');
  });

  it('can not be found from the number without the key', () => {
    expect(patientIdFor('9990000026', 'other key', 'form-1')).not.toBe(patientIdFor('9990000026', 'key', 'form-1'));
  });

  it('is a new one for each referral without an NHS number', () => {
    expect(patientIdFor(null, 'key', 'form-1')).not.toBe(patientIdFor(null, 'key', 'form-2'));
    expect(patientIdFor(null, 'key', 'form-1')).toBe(patientIdFor(null, 'key', 'form-1'));
  });
});
