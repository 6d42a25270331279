export { ConfigProblem } from './environment';
export { environmentWith, type GuardianConfig, loadConfig } from './guardian-config';
