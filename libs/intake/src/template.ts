import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The template for people to fill: every heading, and three invented referrals. */
export const referralsTemplate = (): Buffer => readFileSync(path.join(__dirname, 'template', 'referrals-template.csv'));
