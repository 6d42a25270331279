import { type EventStore, InMemoryEventStore, StreamRunner } from '@guardian/event-store';
import { day, SettableClock } from '@guardian/kernel';
import { PathwayDefinitions, pathwayStreamId } from './pathway-definitions';

const actor = { id: 'guardian', name: 'Guardian', role: 'system', organisation: 'guardian' };

function fresh(store: EventStore = new InMemoryEventStore()) {
  const runner = new StreamRunner(store, new SettableClock(new Date('2026-11-01T09:00:00Z')));
  return { store, pathways: new PathwayDefinitions(runner) };
}

describe('PathwayDefinitions', () => {
  it('publishes what is shipped once', async () => {
    const { store, pathways } = fresh();
    expect(await pathways.publishShipped(actor)).toEqual({ published: 12 });
    expect(await pathways.publishShipped(actor)).toEqual({ published: 0 });
    expect(await store.readAll(undefined, 100)).toHaveLength(12);
  });

  it('writes to a stream that every installation calls the same', () => {
    expect(pathwayStreamId('hip-pain')).toBe('74215ccd-c326-51b3-8c74-c9def2abc21f');
  });

  it('keeps an old version readable beside the current one', async () => {
    const { pathways } = fresh();
    await pathways.publishShipped(actor);
    const first = await pathways.get('hip-pain', 1);
    await pathways.publish({ ...first, version: 2, gateHoldDays: 7, publishedOn: '2026-10-01' }, actor);

    expect((await pathways.get('hip-pain', 1)).gateHoldDays).toBe(14);
    expect((await pathways.get('hip-pain', 2)).gateHoldDays).toBe(7);
    expect((await pathways.current('hip-pain', day('2026-09-30'))).version).toBe(1);
    expect((await pathways.current('hip-pain', day('2026-10-01'))).version).toBe(2);
  });

  it('finds by number a version that another process has just published', async () => {
    const { store, pathways } = fresh();
    await pathways.publishShipped(actor);
    const first = await pathways.get('hip-pain', 1);
    await fresh(store).pathways.publish({ ...first, version: 2, publishedOn: '2026-10-01' }, actor);

    expect((await pathways.get('hip-pain', 2)).publishedOn).toBe('2026-10-01');
  });

  it('reads a stream once, however often it is asked', async () => {
    const { store, pathways } = fresh();
    await pathways.publishShipped(actor);
    const reads = jest.spyOn(store, 'read');
    await Promise.all([pathways.get('cataract', 1), pathways.get('cataract', 1), pathways.current('cataract', day('2026-01-01'))]);
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it('asks again after a reading that failed', async () => {
    const { store, pathways } = fresh();
    await pathways.publishShipped(actor);
    jest.spyOn(store, 'read').mockRejectedValueOnce(new Error('connection lost'));
    await expect(pathways.get('cataract', 1)).rejects.toThrow('connection lost');
    expect((await pathways.get('cataract', 1)).name).toBe('Cataract');
  });

  it('lists the pathways of a day by name', async () => {
    const { pathways } = fresh();
    await pathways.publishShipped(actor);
    expect((await pathways.all(day('2026-01-01'))).map(({ name }) => name)).toEqual([
      'Cataract',
      'Chest pain',
      'Chronic dermatology',
      'Haematuria',
      'Hearing loss',
      'Heavy menstrual bleeding',
      'Hip pain',
      'Knee pain',
      'Lower gastrointestinal symptoms with FIT',
      'Suspected heart failure',
      'Suspected skin cancer',
      'Upper gastrointestinal symptoms',
    ]);
    expect(await pathways.all(day('2023-12-31'))).toEqual([]);
  });

  it('gives the limits of every step as rows', async () => {
    const { pathways } = fresh();
    await pathways.publishShipped(actor);
    const rows = await pathways.stepLimits();
    expect(rows).toHaveLength(132);
    expect(rows).toContainEqual({ pathwayId: 'chest-pain', version: 1, step: 'workup', targetDays: 5, quietDays: 2 });
  });

  it('refuses what was never published, or not yet', async () => {
    const { pathways } = fresh();
    await expect(pathways.get('hip-pain', 1)).rejects.toMatchObject({ code: 'UnknownPathway', facts: { id: 'hip-pain', version: 1 } });
    await pathways.publishShipped(actor);
    await expect(pathways.get('hip-pain', 2)).rejects.toMatchObject({ code: 'UnknownPathway' });
    await expect(pathways.current('hip-pain', day('2023-12-31'))).rejects.toMatchObject({
      code: 'UnknownPathway',
      facts: { id: 'hip-pain', onDay: '2023-12-31' },
    });
  });
});
