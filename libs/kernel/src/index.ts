export * from './calendar-day';
export * from './clock';
export * from './decider';
export * from './domain-error';
export * from './nhs-number';
export * from './working-days';
