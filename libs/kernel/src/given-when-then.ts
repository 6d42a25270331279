import { type Decider, type DomainEvent, fold, type Typed } from './decider';
import { DomainError } from './domain-error';

/** `given(...events).when(command).then(...events)`: what every decider's spec is written in. */
export function specFor<S, C extends Typed, E extends DomainEvent, X>(decider: Decider<S, C, E, X>, context: X) {
  return {
    given: (...history: E[]) => ({
      when: (command: C, over: Partial<X> = {}) => {
        const run = () =>
          decider.decide(command, fold(decider.evolve.bind(decider), decider.initialState, history), { ...context, ...over });
        return {
          then: (...expected: E[]) => expect(run()).toEqual(expected),
          thenNothing: () => expect(run()).toEqual([]),
          thenRefused: (code: string, facts?: Record<string, unknown>) => {
            let refusal: unknown;
            try {
              run();
            } catch (error) {
              refusal = error;
            }
            expect(refusal).toBeInstanceOf(DomainError);
            expect((refusal as DomainError).code).toBe(code);
            if (facts) expect((refusal as DomainError).facts).toEqual(facts);
          },
        };
      },
    }),
  };
}
