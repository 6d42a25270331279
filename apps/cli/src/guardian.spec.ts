import { parseArgs } from 'node:util';
import { guardian, type Verb } from './guardian';
import { Problem } from './problem';

const verb = (help: string, run: (args: string[]) => Promise<number>): Verb => ({ help, load: () => Promise.resolve({ run }) });

const verbs = {
  start: verb('start Guardian', () => Promise.resolve(0)),
  replay: verb('build a read model anew', (args) => Promise.resolve(args.length)),
  strict: verb('takes no option', (args) => Promise.resolve(parseArgs({ args }).positionals.length)),
  stuck: verb('cannot', () => Promise.reject(new Problem('Port 3000 is taken.'))),
  broken: verb('has a mistake', () => Promise.reject(new TypeError('x is not a function'))),
};

describe('guardian <verb>', () => {
  let printed: unknown[][];
  beforeEach(() => {
    printed = [];
    for (const method of ['log', 'error'] as const) jest.spyOn(console, method).mockImplementation((...line) => printed.push(line));
  });
  afterEach(() => jest.restoreAllMocks());

  it('runs the verb with what follows it, and ends with its code', async () => {
    expect(await guardian(['replay', 'worklist', 'cases', 'exits'], verbs)).toBe(3);
    expect(printed).toEqual([]);
  });

  it('lists the verbs', async () => {
    expect(await guardian(['--help'], { start: verbs.start, replay: verbs.replay })).toBe(0);
    expect(printed).toEqual([['Usage: guardian <verb>\n\n  start   start Guardian\n  replay  build a read model anew']]);
  });

  it('lists the verbs and fails when none is given', async () => {
    expect(await guardian([], verbs)).toBe(2);
    expect(printed).toHaveLength(1);
  });

  it.each(['fly', 'constructor'])('does not know "%s"', async (name) => {
    expect(await guardian([name], verbs)).toBe(2);
    expect(printed).toEqual([[`guardian: there is no verb "${name}". Try guardian --help`]]);
  });

  it('says which option a verb does not know', async () => {
    expect(await guardian(['strict', '--loud'], verbs)).toBe(2);
    expect(printed).toEqual([[expect.stringMatching(/^guardian strict: Unknown option '--loud'/)]]);
  });

  it('says a problem in one line, and shows a mistake of ours in full', async () => {
    expect(await guardian(['stuck'], verbs)).toBe(1);
    expect(await guardian(['broken'], verbs)).toBe(1);
    expect(printed).toEqual([
      ['guardian:', 'Port 3000 is taken.'],
      ['guardian:', new TypeError('x is not a function')],
    ]);
  });
});
