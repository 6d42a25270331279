// Writes docs/events.md from the event types; with --check, says what in docs/ does not fit the code, or each other.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const ts = require('typescript');

const ROOT = path.join(__dirname, '..');

const SPELLED_OUT =
  ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias | ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType;

/** Folder of each decider, and the word with which its streams begin. */
const STREAMS = [
  { category: 'case', folder: 'libs/casework/src/domain/case' },
  { category: 'patient', folder: 'libs/casework/src/domain/patient' },
  { category: 'enquiry', folder: 'libs/casework/src/domain/enquiry' },
  { category: 'pathway_definition', folder: 'libs/pathways/src/domain/pathway-definition' },
];

/** Words that every reader of Guardian meets and that no type carries. */
const DOMAIN_WORDS = [
  'baton',
  'case',
  'check-in',
  'enquiry',
  'escalation',
  'exit',
  'expedite',
  'fact',
  'gate',
  'offer',
  'pathway definition',
  'step',
  'test',
  'workup item',
];

/**
 * Every event as its type says it: `{ category, area, type, meaning, facts: [{ name, type, personal, optional }] }`, and the shapes that the
 * facts are written in.
 */
function readEvents() {
  const files = STREAMS.flatMap(({ category, folder }) =>
    fs
      .readdirSync(path.join(ROOT, folder))
      .filter((file) => /^[a-z-]+\.ts$/.test(file))
      .map((file) => ({ category, file: path.join(ROOT, folder, file) })),
  );
  const { options } = ts.convertCompilerOptionsFromJson(readJson('tsconfig.json').compilerOptions, ROOT);
  const program = ts.createProgram(
    files.map(({ file }) => file),
    { ...options, noEmit: true, types: [] },
  );
  const checker = program.getTypeChecker();
  const events = [];
  const shapes = new Map();
  for (const { category, file } of files) {
    const source = program.getSourceFile(file);
    for (const statement of source.statements) {
      if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) shapes.set(statement.name.text, statement);
      if (!ts.isTypeAliasDeclaration(statement)) continue;
      const members = ts.isUnionTypeNode(statement.type) ? statement.type.types : [statement.type];
      for (const member of members) {
        if (!ts.isTypeReferenceNode(member) || member.typeName.getText(source) !== 'E') continue;
        // The comment stands above the member, or above the alias of a lonely event.
        const meaning = comment(source, member) || comment(source, statement);
        const data = checker.getTypeAtLocation(member.typeArguments[1]);
        events.push({
          category,
          area: members.length > 1 ? statement.name.text.replace(/Event$/, '') : '',
          type: member.typeArguments[0].literal.text,
          meaning,
          facts: factsOf(checker, data),
        });
      }
    }
  }
  return { events, shapes, checker };
}

function factsOf(checker, data, personal = false) {
  return data.getProperties().flatMap((property) => {
    if (property.name === 'personal') return factsOf(checker, checker.getTypeOfSymbol(property), true);
    const [declaration] = property.declarations;
    return [{ name: property.name, type: typeText(declaration.type.getText()), personal, optional: Boolean(declaration.questionToken) }];
  });
}

function comment(source, node) {
  const text = source.getFullText();
  // Between a `|` and its member there is nothing: the comment of a member stands before its `|`.
  const before = text
    .slice(0, node.getStart(source))
    .replace(/\|\s*$/, '')
    .trimEnd();
  const found = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/$/.exec(before);
  return found ? oneLine(found[1].replace(/^\s*\* ?/gm, '')) : '';
}

function eventsPage({ events, shapes, checker }) {
  const lines = [
    '<!-- prettier-ignore-start -->',
    '# Events',
    '',
    'Everything that Guardian can remember, by stream and area. Written by `npm run docs` from the event types: change those, not this page.',
    '',
    'Facts in **bold** are personal: they are kept apart under `personal` in the event, and encrypted with a key of the patient.',
    'When, by whom and on which command an event was recorded stands in its metadata, the same for all.',
  ];
  let area;
  for (const event of events) {
    const heading =
      event.area && event.area.toLowerCase() !== event.category ? `${event.category}: ${event.area.toLowerCase()}` : event.category;
    if (heading !== area) lines.push('', `## ${heading}`, '', '| Event | What it means | Facts |', '|---|---|---|');
    area = heading;
    const facts = event.facts.map(({ name, type, personal }) => `${personal ? `**${name}**` : name} \`${cell(type)}\``);
    lines.push(`| \`${event.type}\` | ${cell(event.meaning)} | ${facts.join('<br>')} |`);
  }
  lines.push('', '## Shapes', '', 'What the names in the facts stand for.', '', '| Name | Shape |', '|---|---|');
  for (const [name, shape] of usedShapes(events, shapes, checker)) lines.push(`| \`${name}\` | ${shape} |`);
  return `${lines.join('\n')}\n<!-- prettier-ignore-end -->\n`;
}

/** Names that the facts mention, and those that these mention again. */
function usedShapes(events, shapes, checker) {
  const used = new Map();
  const waiting = events.flatMap((event) => event.facts.map((fact) => fact.type));
  while (waiting.length > 0) {
    for (const [name] of waiting.pop().matchAll(/\b[A-Z]\w+/g)) {
      const shape = shapes.get(name);
      if (!shape || used.has(name)) continue;
      const parts = ts.isInterfaceDeclaration(shape)
        ? shape.members.map((member) => ({
            name: member.name.getText() + (member.questionToken ? '?' : ''),
            type: typeText(member.type.getText()),
          }))
        : [{ name: '', type: typeText(checker.typeToString(checker.getTypeAtLocation(shape.type), undefined, SPELLED_OUT)) }];
      used.set(name, parts.map((part) => `${part.name} \`${cell(part.type)}\``.trim()).join('<br>'));
      waiting.push(...parts.map((part) => part.type));
    }
  }
  return [...used].sort(([a], [b]) => (a < b ? -1 : 1));
}

function steps() {
  const file = 'libs/casework/src/domain/case/step.ts';
  const [, list] = /export const STEPS = \[([^\]]*)\]/.exec(readText(file)) ?? [];
  if (!list) throw new Error(`${file} has no list of STEPS`);
  return [...list.matchAll(/'([a-z-]+)'/g)].map(([, step]) => step);
}

/** `words`: what must stand in a first column of the glossary. */
function glossaryProblems(glossary, words) {
  const explained = new Set([...glossary.matchAll(/^\| *([^|]+?) *\|/gm)].map(([, word]) => word.replaceAll('`', '')));
  return words.filter((word) => !explained.has(word)).map((word) => `docs/glossary.md does not explain: ${word}`);
}

/** `files`: names in docs/adr. Decisions are numbered from 0001, each number once, none left out. */
function adrProblems(files) {
  const numbers = files.filter((file) => file.endsWith('.md')).map((file) => /^(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1] ?? file);
  return numbers.sort().flatMap((number, i) => {
    if (!/^\d{4}$/.test(number)) return [`docs/adr/${number} must be named NNNN-verb-phrase.md`];
    if (number === numbers[i - 1]) return [`docs/adr has the number ${number} twice`];
    const next = String(Number(numbers[i - 1] ?? '0') + 1).padStart(4, '0');
    return number === next ? [] : [`docs/adr has no number ${next}`];
  });
}

/** Relative links and pictures of a page that lead nowhere. `page`: its path from `root`. */
function linkProblems(root, page) {
  const text = fs
    .readFileSync(path.join(root, page), 'utf8')
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g)]
    .map(([, link]) => link)
    .filter((link) => !/^([a-z][a-z0-9+.-]*:|#|\/\/)/i.test(link))
    .filter((link) => !fs.existsSync(path.join(root, path.dirname(page), decodeURI(link.split('#')[0]))))
    .map((link) => `${page} has a dead link: ${link}`);
}

function pages() {
  const all = fs
    .readdirSync(path.join(ROOT, 'docs'), { recursive: true })
    .map((file) => path.posix.join('docs', file.split(path.sep).join('/')));
  return ['README.md', 'CHANGELOG.md', ...all.filter((file) => file.endsWith('.md'))].filter((file) =>
    fs.existsSync(path.join(ROOT, file)),
  );
}

function problems() {
  const read = readEvents();
  const words = [...read.events.map((event) => event.type), ...steps(), ...DOMAIN_WORDS];
  const adr = path.join(ROOT, 'docs/adr');
  return [
    ...read.events.filter((event) => event.meaning === '').map((event) => `${event.type} has no comment that says what it means`),
    ...(readText('docs/events.md') === eventsPage(read) ? [] : ['docs/events.md is out of date: run npm run docs']),
    ...glossaryProblems(readText('docs/glossary.md'), words),
    ...adrProblems(fs.existsSync(adr) ? fs.readdirSync(adr) : []),
    ...pages().flatMap((page) => linkProblems(ROOT, page)),
  ];
}

const oneLine = (text) => text.replace(/\s+/g, ' ').trim();
// Every fact is read only, and a union may begin with a bar: neither tells a reader anything.
const typeText = (text) => oneLine(text).replaceAll('readonly ', '').replace(/^\| /, '');
const cell = (text) => text.replaceAll('|', '\\|');
const readText = (file) => (fs.existsSync(path.join(ROOT, file)) ? fs.readFileSync(path.join(ROOT, file), 'utf8') : '');
const readJson = (file) => JSON.parse(readText(file));

function main(check) {
  if (!check) {
    fs.writeFileSync(path.join(ROOT, 'docs/events.md'), eventsPage(readEvents()));
    return;
  }
  const found = problems();
  for (const problem of found) console.error(problem);
  if (found.length > 0) process.exitCode = 1;
}

module.exports = { readEvents, glossaryProblems, adrProblems, linkProblems };

if (require.main === module) main(process.argv.includes('--check'));
