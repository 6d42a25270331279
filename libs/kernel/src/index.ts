export * from './calendar-day';
export * from './clock';
export * from './csv-text';
export * from './decider';
export * from './domain-error';
export * from './hidden-character';
export * from './nhs-number';
export * from './working-days';
