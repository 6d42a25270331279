/** What keeps Guardian from going on, said in one line to the person at the terminal: printed without a stack, exit code 1. */
export class Problem extends Error {}
