import { shippedDefinitions } from './shipped-definitions';

const definitions = shippedDefinitions();

describe('the shipped pathway definitions', () => {
  it('are the agreed twelve, each valid and in its first version', () => {
    expect(definitions.map(({ id, version }) => `${id} ${version}`)).toEqual([
      'cataract 1',
      'chest-pain 1',
      'chronic-dermatology 1',
      'haematuria 1',
      'hearing-loss 1',
      'heart-failure 1',
      'heavy-menstrual-bleeding 1',
      'hip-pain 1',
      'knee-pain 1',
      'lower-gi-fit 1',
      'suspected-skin-cancer 1',
      'upper-gi 1',
    ]);
  });

  it('never hold suspected cancer', () => {
    const cancer = definitions.filter((definition) => definition.suspectedCancer);
    expect(cancer.map(({ id, gateHoldDays }) => [id, gateHoldDays])).toEqual([
      ['haematuria', 0],
      ['lower-gi-fit', 0],
      ['suspected-skin-cancer', 0],
    ]);
  });

  it.each(definitions)('$id says that it is an example and is fit to try', (definition) => {
    expect(definition.marking).toBe('Example content, agree locally before use');
    expect(definition.source).toMatch(/NICE (NG|CG)\d+/);
    expect(definition.workup.length).toBeGreaterThanOrEqual(4);
    expect(definition.tierTwo.length).toBeGreaterThanOrEqual(1);
    expect(definition.publishedOn).toBe('2024-01-01');
  });

  it.each(definitions)('every red flag of $id tells what to do at once', (definition) => {
    const flags = definition.checkIn.questions.flatMap((question) => question.redFlag ?? []);
    expect(flags.length).toBeGreaterThanOrEqual(3);
    for (const { instruction } of flags) expect(instruction).toMatch(/999|emergency|same-day|clinician/);
  });
});
