import { ageOn, day, londonDay } from '@guardian/kernel';
import { planCase } from './plan-case';
import { type Scene, sceneOf } from './scene';
import { smallWorld } from './small-world';
import type { PlannedStep } from './story';

const cohort = { seed: 1, until: day('2026-11-20') };
const scenes = Array.from({ length: 1_500 }, (_, i) => sceneOf(smallWorld, cohort, i + 1));
const plans = scenes.slice(0, 400).map((scene) => ({ scene, steps: planCase(scene) }));

const commands = (steps: readonly PlannedStep[]): string[] => steps.map(({ act }) => (act.type === 'TakeIn' ? act.type : act.command.type));
const share = (of: readonly Scene[], is: (scene: Scene) => boolean): number => of.filter(is).length / of.length;

describe('the plan of a case', () => {
  it('is the same for the same seed, and another for another seed', () => {
    const again = planCase(sceneOf(smallWorld, cohort, 7));
    expect(again).toEqual(planCase(sceneOf(smallWorld, cohort, 7)));
    expect(again).not.toEqual(planCase(sceneOf(smallWorld, { ...cohort, seed: 2 }, 7)));
  });

  it('goes forward in time, on working days, and not beyond the last day', () => {
    for (const { steps } of plans) {
      const instants = steps.map(({ at }) => at.getTime());
      expect(instants).toEqual([...instants].sort((a, b) => a - b));
      expect(steps.filter(({ at }) => londonDay(at) > '2026-11-20')).toEqual([]);
      expect(steps.filter(({ at }) => [0, 6].includes(at.getUTCDay()))).toEqual([]);
    }
  });

  it('begins with the referral, and has nothing after its end but a way back', () => {
    for (const { steps } of plans) {
      const names = commands(steps);
      expect(names.indexOf('TakeIn')).toBe(0);
      const end = names.findIndex((name) => name === 'CloseCase' || name === 'LinkAsDuplicate');
      expect(['ReopenCase', 'UnlinkCase', undefined]).toContain(end < 0 ? undefined : names[end + 1]);
    }
  });

  it('holds no suspected cancer: sent to the hospital on the day on which it came', () => {
    const suspected = plans.filter(({ scene }) => scene.suspectedCancer);
    expect(suspected.length).toBeGreaterThan(80);
    for (const { scene, steps } of suspected) {
      expect(commands(steps)).not.toContain('ReturnReferral');
      const sent = steps.find(
        ({ act }) =>
          (act.type === 'TakeIn' && act.referral.provider !== null) || (act.type === 'Case' && act.command.type === 'SendReferral'),
      );
      expect(sent && londonDay(sent.at)).toBe(scene.receivedOn);
    }
  });

  it('leaves about half of the cases open', () => {
    const open =
      plans.filter(({ steps }) => !['CloseCase', 'LinkAsDuplicate'].includes(commands(steps).at(-1) ?? '')).length / plans.length;
    expect(open).toBeGreaterThan(0.43);
    expect(open).toBeLessThan(0.58);
  });
});

describe('the people of the cohort', () => {
  it('come from the practices in proportion to their lists', () => {
    // 5,000, 10,000, 15,000 and 20,000 of 50,000
    expect(share(scenes, ({ practice }) => practice.code === 'X00001')).toBeCloseTo(0.1, 1);
    expect(share(scenes, ({ practice }) => practice.code === 'X00002')).toBeCloseTo(0.2, 1);
    expect(share(scenes, ({ practice }) => practice.code === 'X00003')).toBeCloseTo(0.3, 1);
    expect(share(scenes, ({ practice }) => practice.code === 'X00004')).toBeCloseTo(0.4, 1);
  });

  it('have the age and sex that goes with the need', () => {
    const on = (pathway: string) => scenes.filter((scene) => scene.pathway.id === pathway);
    const ages = (pathway: string) => on(pathway).map(({ person, receivedOn }) => ageOn(person.identity.bornOn, receivedOn));
    expect(share(on('heavy-menstrual-bleeding'), ({ person }) => person.identity.sex === 'female')).toBe(1);
    expect(Math.min(...ages('heavy-menstrual-bleeding'))).toBeGreaterThanOrEqual(15);
    expect(Math.max(...ages('heavy-menstrual-bleeding'))).toBeLessThanOrEqual(56);
    expect(ages('cataract').filter((age) => age >= 65).length / ages('cataract').length).toBeGreaterThan(0.8);
    expect(share(on('haematuria'), ({ person }) => person.identity.sex === 'male')).toBeGreaterThan(0.5);
  });

  it('use all twelve pathways, and a few have two referrals', () => {
    expect(new Set(scenes.map(({ pathway }) => pathway.id)).size).toBe(12);
    const second = scenes.filter(({ earlier }) => earlier !== null);
    expect(second.map(({ caseNumber }) => caseNumber).slice(0, 3)).toEqual([25, 50, 75]);
    expect(second.map(({ person }) => person)).toEqual(second.map(({ caseNumber }) => scenes[caseNumber - 2]?.person));
  });

  it('differ in language, ethnicity, deprivation and frailty', () => {
    expect(share(scenes, ({ person }) => person.needs.interpreter)).toBeGreaterThan(0.01);
    expect(share(scenes, ({ person }) => person.needs.interpreter)).toBeLessThan(0.08);
    expect(share(scenes, ({ person }) => person.circumstances.ethnicity === 'A')).toBeGreaterThan(0.6);
    expect(new Set(scenes.map(({ person }) => person.circumstances.deprivationDecile)).size).toBeGreaterThan(8);
    expect(new Set(scenes.map(({ person }) => person.circumstances.frailty)).size).toBe(5);
  });
});
