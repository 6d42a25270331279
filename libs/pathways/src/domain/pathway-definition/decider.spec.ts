import { specFor } from '@guardian/kernel/spec';
import { pathwayDefinitionDecider, type PathwayDefinitionPublished, type PublishPathwayDefinition } from './decider';
import { PATHWAY_STEPS, type PathwayDefinition, type PathwayStep, type StepLimits } from './pathway-definition';

const { given } = specFor(pathwayDefinitionDecider, undefined);

const everyStep = Object.fromEntries(PATHWAY_STEPS.map((step) => [step, { targetDays: 14, quietDays: 7 }])) as Record<
  PathwayStep,
  StepLimits
>;

const hip: PathwayDefinition = {
  id: 'hip-pain',
  version: 1,
  publishedOn: '2024-01-01',
  name: 'Hip pain',
  specialty: { code: '110', name: 'Trauma and Orthopaedics' },
  marking: 'Example content, agree locally before use',
  source: 'Written for this spec',
  suspectedCancer: false,
  gateHoldDays: 14,
  workup: [{ code: 'xray-hip', name: 'X-ray of hip', kind: 'test', evidenceDays: 365, why: 'To see the joint.', testCode: 'xray-hip' }],
  tests: [{ code: 'xray-hip', name: 'X-ray of hip', dm01: null }],
  steps: everyStep,
  checkIn: { everyDays: 42, questions: [{ code: 'overall', text: 'Better, same or worse?', kind: 'better-same-worse' }] },
  contactRetry: { tries: 3, daysBetween: 5 },
  tierTwo: [],
};

const published = (definition: PathwayDefinition): PathwayDefinitionPublished => ({ type: 'PathwayDefinitionPublished', data: definition });
const publish = (definition: PathwayDefinition): PublishPathwayDefinition => ({ type: 'PublishPathwayDefinition', definition });

describe('publishing a pathway definition', () => {
  it('starts at version 1', () => {
    given().when(publish(hip)).then(published(hip));
  });

  it('goes on with the next version, on the same day or later', () => {
    const second = { ...hip, version: 2, gateHoldDays: 10, publishedOn: '2025-06-01' };
    given(published(hip)).when(publish(second)).then(published(second));
    given(published(hip))
      .when(publish({ ...second, publishedOn: '2024-01-01' }))
      .then(published({ ...second, publishedOn: '2024-01-01' }));
  });

  it('does nothing when the version stands with the same content, in whatever order its fields are written', () => {
    const { id, version, ...rest } = hip;
    given(published(hip))
      .when(publish({ ...rest, specialty: { name: 'Trauma and Orthopaedics', code: '110' }, version, id }))
      .thenNothing();
  });

  it('never changes a published version, not even an old one', () => {
    const second = { ...hip, version: 2 };
    given(published(hip), published(second))
      .when(publish({ ...hip, gateHoldDays: 7 }))
      .thenRefused('PathwayVersionAlreadyPublished', { id: 'hip-pain', version: 1 });
  });

  it('leaves no version out', () => {
    given()
      .when(publish({ ...hip, version: 2 }))
      .thenRefused('PathwayVersionNotNext', { id: 'hip-pain', version: 2, next: 1 });
    given(published(hip))
      .when(publish({ ...hip, version: 3 }))
      .thenRefused('PathwayVersionNotNext', { id: 'hip-pain', version: 3, next: 2 });
  });

  it('refuses a day before that of the version before', () => {
    given(published(hip))
      .when(publish({ ...hip, version: 2, publishedOn: '2023-12-31' }))
      .thenRefused('PathwayPublishedTooEarly', { id: 'hip-pain', publishedOn: '2023-12-31', lastPublishedOn: '2024-01-01' });
  });

  it('refuses content that is not valid, and says where', () => {
    given()
      .when(publish({ ...hip, suspectedCancer: true }))
      .thenRefused('PathwayDefinitionInvalid', {
        problems: [{ path: 'gateHoldDays', words: 'must be 0: suspected cancer is never held' }],
      });
  });
});
