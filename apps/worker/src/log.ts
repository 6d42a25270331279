export const LOG = Symbol('log of events');
