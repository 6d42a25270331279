import type { EventStore, RecordedEvent } from '../event-store';

const PAGE = 500;

/** The whole log, each page read by `patient`; the store reads the next one while the caller works on this one. */
export async function* pagesOf(
  store: EventStore,
  patient: <T>(work: () => Promise<T>) => Promise<T>,
): AsyncGenerator<RecordedEvent[], void, void> {
  let coming = patient(() => store.readAll(undefined, PAGE));
  for (let page = await coming; page.length > 0; page = await coming) {
    const last = page.at(-1)?.position;
    coming = patient(() => store.readAll(last, PAGE));
    coming.catch(() => undefined); // it is thrown where it is awaited
    yield page;
  }
}
