import { SettableClock, today } from './clock';
import { fold } from './decider';
import { DomainError, unreachable } from './domain-error';

describe('folding', () => {
  const spell = (soFar: string, letter: string) => soFar + letter;

  it('applies every event, oldest first, to what was there', () => {
    expect(fold(spell, 'g', ['p', ' ', 'l'])).toBe('gp l');
  });

  it('of nothing leaves what was there', () => {
    expect(fold(spell, 'g', [])).toBe('g');
  });
});

describe('a clock', () => {
  it('stands still until it is moved, and knows the day in London', () => {
    const clock = new SettableClock(new Date('2026-07-01T22:30:00Z'));
    expect(today(clock)).toBe('2026-07-01');
    clock.set(new Date('2026-07-01T23:30:00Z'));
    expect(today(clock)).toBe('2026-07-02');
  });
});

describe('a refusal', () => {
  it('has a code for programs, words for people and the facts that made it', () => {
    const refusal = new DomainError('GateNotDue', 'Not yet.', { dueOn: '2026-04-03' });
    expect(refusal).toMatchObject({ name: 'GateNotDue', code: 'GateNotDue', message: 'Not yet.', facts: { dueOn: '2026-04-03' } });
    expect(new DomainError('SameCase', 'No.').facts).toEqual({});
  });
});

describe('what can not be', () => {
  it('is loud', () => {
    expect(() => unreachable({ type: 'Dreamt' } as never)).toThrow('unreachable: {"type":"Dreamt"}');
  });
});
