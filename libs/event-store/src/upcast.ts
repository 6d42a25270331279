import type { RecordedEvent } from './event-store';

/**
 * By event type as it was once written: what such an event is called and carries today. Pure, and total over every shape of data
 * ever stored under that type, today's included. A type that is not here has never changed.
 */
export type Upcasters = Readonly<Record<string, (data: object) => { readonly type: string; readonly data: object }>>;

export function upcast(upcasters: Upcasters, event: RecordedEvent): RecordedEvent {
  const toCurrent = Object.hasOwn(upcasters, event.type) ? upcasters[event.type] : undefined;
  return toCurrent ? { ...event, metadata: event.metadata, ...toCurrent(event.data) } : event;
}
