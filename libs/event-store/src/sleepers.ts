/** Followers that wait for news: each sleeps until woken, until its time is up, or until its signal aborts. */
export class Sleepers {
  private readonly asleep = new Set<() => void>();

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.asleep.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      signal?.addEventListener('abort', wake);
      this.asleep.add(wake);
    });
  }

  wakeAll(): void {
    for (const wake of [...this.asleep]) wake();
  }
}
