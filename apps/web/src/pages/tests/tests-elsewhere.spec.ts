import { day } from '@guardian/kernel';
import { testsThere } from './tests-elsewhere';

const today = day('2026-08-20');
const pathway = {
  tests: [
    { code: 'xray-hip', name: 'X-ray of hip', dm01: null },
    { code: 'mri-hip', name: 'MRI of hip', dm01: null },
  ],
  workup: [{ code: 'xray', name: 'X-ray of hip', kind: 'test' as const, evidenceDays: 365, why: '', testCode: 'xray-hip' }],
};
const xray = {
  ...{ testId: 't1', test: 'xray-hip', name: 'X-ray of hip', status: 'acknowledged' as const, site: 'Southend Hospital' },
  ...{ orderedOn: day('2026-05-01'), performedOn: day('2026-06-01') },
  result: { outcome: 'Normal', summary: 'Joint space kept' },
  review: { clinician: 'Dr Brandt', nextStep: 'Nothing', owner: null, dueOn: null },
};
const there = (test: Partial<Parameters<typeof testsThere>[2][number]['tests'][number]>, waiting = ['xray']) =>
  testsThere(pathway, waiting, [{ reference: 'GR-AAAAAA', tests: [{ ...xray, ...test }] }], today);

describe('a result of another case', () => {
  it('serves the agreed item that waits for it', () => {
    expect(there({})).toEqual({
      underWay: [],
      results: [
        {
          ...{ reference: 'GR-AAAAAA', testId: 't1', test: 'xray-hip', name: 'X-ray of hip', on: day('2026-06-01') },
          ...{ site: 'Southend Hospital', outcome: 'Normal', summary: 'Joint space kept', reviewed: true, item: 'xray' },
        },
      ],
    });
  });

  it('is told, and offered for nothing, where nothing waits for it', () => {
    expect(there({}, []).results).toMatchObject([{ testId: 't1', item: null }]);
  });

  it('serves until its last good day', () => {
    expect(there({ performedOn: day('2025-08-20') }).results).toHaveLength(1);
    expect(there({ performedOn: day('2025-08-19') }).results).toHaveLength(0);
  });

  it('says when nobody has reviewed it', () => {
    expect(there({ status: 'reported', review: null }).results).toMatchObject([{ reviewed: false }]);
  });

  it('of a test that this pathway has no agreed age for is not offered', () => {
    expect(there({ test: 'mri-hip' }).results).toEqual([]);
  });
});

describe('a test under way in another case', () => {
  const ordered = { status: 'to-rebook' as const, performedOn: null, result: null, review: null };

  it('is told with where it stands', () => {
    expect(there({ ...ordered, test: 'mri-hip', name: 'MRI of hip' }).underWay).toEqual([
      { reference: 'GR-AAAAAA', test: 'mri-hip', name: 'MRI of hip', status: 'to rebook', orderedOn: day('2026-05-01') },
    ]);
  });

  it('is none once it is not wanted any more, or is no test of this pathway', () => {
    expect(there({ ...ordered, status: 'withdrawn' }).underWay).toEqual([]);
    expect(there({ ...ordered, test: 'ct-head' }).underWay).toEqual([]);
  });
});
