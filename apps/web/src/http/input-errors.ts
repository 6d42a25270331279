import { DomainError } from '@guardian/kernel';

export interface FieldError {
  /** Path of the field, `a.b`; empty for the whole input. */
  readonly field: string;
  /** What to do about it, in the words of a booking clerk. */
  readonly message: string;
}

/** Input from a program that is not what the route takes. People get their form back instead (`parseForm`). */
export class InputRefused extends DomainError {
  constructor(readonly problems: readonly FieldError[]) {
    super('InputRefused', problems.map(({ field, message }) => `${field || 'The body'} ${message}`).join('. '));
  }
}

export class UnsupportedBody extends DomainError {
  constructor() {
    super('UnsupportedBody', 'This address does not take a body of that type.');
  }
}

export class TooLarge extends DomainError {
  constructor() {
    super('TooLarge', 'More was sent than Guardian takes in one go.');
  }
}

export class NotSignedIn extends DomainError {
  constructor() {
    super('NotSignedIn', 'Log in to see this page.');
  }
}

export class ProofTooOld extends DomainError {
  constructor() {
    super('ProofTooOld', 'Guardian asks again who you are before this. Nothing was done. Log in again, then do it once more.');
  }
}

export class ForeignOrigin extends DomainError {
  constructor() {
    super('ForeignOrigin', 'This came from another website, so nothing was done.');
  }
}

export class CommandIdMissing extends DomainError {
  constructor() {
    super('CommandIdMissing', 'Send an Idempotency-Key of 1 to 200 letters, digits or hyphens, new for each thing to be done.');
  }
}

export class RevisionMissing extends DomainError {
  constructor() {
    super('RevisionMissing', 'Send If-Match with the revision that you have seen.');
  }
}

/** A restricted record that the asker does not coordinate; on a page they are asked for the reason. */
export class ReasonNeeded extends DomainError {
  constructor(readonly reference: string) {
    super('ReasonNeeded', 'This record is restricted. Open it on its page, where you say why you need to see it.');
  }
}

/** A page that is not there, or not there for this user: the two look the same. */
export class NotFound extends DomainError {
  constructor() {
    super('NotFound', 'If you typed the address, check that it is right.');
  }
}
