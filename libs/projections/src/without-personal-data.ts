/** The error's name, its SQLSTATE if it has one, and the nearest place in the code: its message may quote a patient's record. */
export function withoutPersonalData(error: unknown): string {
  if (!(error instanceof Error)) return 'not an Error was thrown';
  const state = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const place = /\n\s+at .*?([\w.-]+\.[jt]s:\d+)/.exec(error.stack ?? '')?.[1];
  return `${error.name}${state}${place ? ` at ${place}` : ''}`;
}
