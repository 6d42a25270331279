import { PATHWAY_STEPS } from './pathway-definition';
import { validatePathwayDefinition } from './validate';

const limits = { targetDays: 14, quietDays: 7 };
const right = {
  id: 'hip-pain',
  version: 1,
  publishedOn: '2024-01-01',
  name: 'Hip pain',
  specialty: { code: '110', name: 'Trauma and Orthopaedics' },
  marking: 'Example content, agree locally before use',
  source: 'Written for this spec',
  suspectedCancer: false,
  gateHoldDays: 14,
  workup: [
    { code: 'xray-hip', name: 'X-ray', kind: 'test', evidenceDays: 365, why: 'To see the joint.', testCode: 'xray-hip' },
    { code: 'score', name: 'Oxford Hip Score', kind: 'item', evidenceDays: null, why: 'To compare.' },
  ],
  tests: [{ code: 'xray-hip', name: 'X-ray', dm01: null }],
  steps: Object.fromEntries(PATHWAY_STEPS.map((step) => [step, limits])),
  checkIn: {
    everyDays: 42,
    questions: [{ code: 'fall', text: 'Did you fall?', kind: 'yes-no', redFlag: { when: 'yes', instruction: 'Call 999.' } }],
  },
  contactRetry: { tries: 3, daysBetween: 5 },
  tierTwo: [{ code: 'msk', name: 'Community service', description: 'Assessment.', criteria: 'Adults.' }],
};
const [xray, score] = right.workup;
const asking = (question: object): object => ({ ...right, checkIn: { everyDays: 42, questions: [question] } });
const flagged = (kind: string, when: string): object =>
  asking({ code: 'q', text: 'How?', kind, redFlag: { when, instruction: 'Call the GP today.' } });

describe('a pathway definition', () => {
  it('is valid when it is complete', () => {
    expect(validatePathwayDefinition(right)).toEqual([]);
  });

  it.each([null, undefined, 'hip-pain', 12, []])('is an object, not %p', (json) => {
    expect(validatePathwayDefinition(json)).toEqual([{ path: 'definition', words: 'must be an object' }]);
  });

  it('tells everything that is missing, each with its path', () => {
    const { name: _name, ...withoutName } = right;
    const { ready: _ready, ...withoutReady } = right.steps;
    expect(validatePathwayDefinition({ ...withoutName, steps: withoutReady })).toEqual([
      { path: 'name', words: 'must be words' },
      { path: 'steps.ready', words: 'must be an object' },
    ]);
  });

  it.each<[string, object, string, string]>([
    ['an id with spaces', { ...right, id: 'Hip pain' }, 'id', 'must be lower-case letters and digits, joined by hyphens'],
    ['version 0', { ...right, version: 0 }, 'version', 'must be a whole number, 1 or more'],
    ['a day that does not exist', { ...right, publishedOn: '2026-02-30' }, 'publishedOn', 'must be a day written YYYY-MM-DD'],
    ['half a day of holding', { ...right, gateHoldDays: 0.5 }, 'gateHoldDays', 'must be a whole number, 0 or more'],
    ['blank words', { ...right, source: '  ' }, 'source', 'must be words'],
    ['a field that nobody knows', { ...right, gateHoldDay: 3 }, 'gateHoldDay', 'is not a field of a pathway definition'],
    [
      'a step that does not exist',
      { ...right, steps: { ...right.steps, resting: limits } },
      'steps.resting',
      'is not a field of a pathway definition',
    ],
    ['suspected cancer that is held', { ...right, suspectedCancer: true }, 'gateHoldDays', 'must be 0: suspected cancer is never held'],
    [
      'no quiet limit',
      { ...right, steps: { ...right.steps, intake: { targetDays: 2, quietDays: 0 } } },
      'steps.intake.quietDays',
      'must be a whole number, 1 or more',
    ],
    [
      'a quiet limit in both units',
      { ...right, steps: { ...right.steps, intake: { targetDays: 2, quietDays: 2, quietWorkingDays: 2 } } },
      'steps.intake',
      'must say in quietDays or in quietWorkingDays, and not in both, how long it may be quiet',
    ],
    [
      'no quiet limit at all',
      { ...right, steps: { ...right.steps, intake: { targetDays: 2 } } },
      'steps.intake',
      'must say in quietDays or in quietWorkingDays, and not in both, how long it may be quiet',
    ],
    [
      'a limit for the PCN in another unit',
      { ...right, steps: { ...right.steps, intake: { targetDays: 2, quietWorkingDays: 2, pcnQuietDays: 5 } } },
      'steps.intake',
      'must give the limit for the PCN in pcnQuietWorkingDays, as the first one',
    ],
    [
      'a PCN that knows before the team',
      { ...right, steps: { ...right.steps, intake: { targetDays: 2, quietDays: 2, pcnQuietDays: 2 } } },
      'steps.intake.pcnQuietDays',
      'must be longer than the first limit',
    ],
    ['the same code twice', { ...right, workup: [score, score] }, 'workup[1].code', 'is used twice in this list'],
    [
      'a test that provides nothing',
      { ...right, workup: [{ ...score, kind: 'test' }] },
      'workup[0].testCode',
      'must name the test that provides it',
    ],
    [
      'an item with a test',
      { ...right, workup: [{ ...xray, kind: 'item' }] },
      'workup[0].testCode',
      'belongs to a test, and this is an item',
    ],
    ['an unknown test', { ...right, tests: [] }, 'workup[0].testCode', 'names a test that is not in the list of tests: xray-hip'],
    [
      'a question of another kind',
      asking({ code: 'q', text: 'How?', kind: 'essay' }),
      'checkIn.questions[0].kind',
      'must be one of: better-same-worse, scale-0-10, yes-no',
    ],
    [
      'a red flag without an instruction',
      asking({ code: 'q', text: 'How?', kind: 'yes-no', redFlag: { when: 'yes', instruction: '' } }),
      'checkIn.questions[0].redFlag.instruction',
      'must be words',
    ],
    ['a red flag on no answer to yes or no', flagged('yes-no', 'worse'), 'checkIn.questions[0].redFlag.when', 'must be yes or no'],
    ['a red flag on no change', flagged('better-same-worse', 'bad'), 'checkIn.questions[0].redFlag.when', 'must be better, same or worse'],
    [
      'a red flag off the scale',
      flagged('scale-0-10', '>= 11'),
      'checkIn.questions[0].redFlag.when',
      'must be written as >= and a number from 0 to 10',
    ],
  ])('cannot have %s', (_what, json, path, words) => {
    expect(validatePathwayDefinition(json)).toEqual([{ path, words }]);
  });

  it('names its tests by the vocabulary of the diagnostics return or by none', () => {
    const withDm01 = (dm01: unknown): object => ({ ...right, tests: [{ code: 'xray-hip', name: 'X-ray', dm01 }] });
    expect(validatePathwayDefinition(withDm01('non_obstetric_ultrasound'))).toEqual([]);
    expect(validatePathwayDefinition(withDm01('ultrasound')).map((found) => found.path)).toEqual(['tests[0].dm01']);
  });
});
