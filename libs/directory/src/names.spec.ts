import { pcnNameProblems, readableName, slug } from './names';

describe('the code made from a name', () => {
  it.each([
    ['Castle Point and Rochford', 'castle-point-and-rochford'],
    ['Southend East PCN', 'southend-east-pcn'],
    ["St Luke's & Partners (East)", 'st-lukes-and-partners-east'],
    ['WITHAM & MALDON PCN', 'witham-and-maldon-pcn'],
  ])('of %s is %s', (name, code) => {
    expect(slug(name)).toBe(code);
  });
});

describe('a name from a national file', () => {
  it.each([
    ['THE QUEENSWAY SURGERY', 'The Queensway Surgery'],
    ["DR GC CHAJED'S PRACTICE", "Dr GC Chajed's Practice"],
    ['P A PATEL SURGERY', 'P A Patel Surgery'],
    ['BRIGHTLINGSEA ON THE WATER', 'Brightlingsea on the Water'],
    ["ST LUKE'S HEALTH CENTRE", "St Luke's Health Centre"],
    ['DR KRISHNAN & PTNR - KENT ELMS HC', 'Dr Krishnan & Ptnr - Kent Elms HC'],
    ['SOUTHEND EAST PCN', 'Southend East PCN'],
    ['SS9 PCN', 'SS9 PCN'],
    ['DRS. PALACIN & GUYLER,THE NEW SURGERY', 'Drs. Palacin & Guyler, the New Surgery'],
    ['STANFORD-LE-HOPE PCN', 'Stanford-Le-Hope PCN'],
    ['  TWO   SPACES ', 'Two Spaces'],
    ['Already Written by McAllister', 'Already Written by McAllister'],
  ])('%s reads %s', (shouted, readable) => {
    expect(readableName(shouted)).toBe(readable);
  });
});

describe('the name of a PCN', () => {
  it.each(['Southend East PCN', 'Castle Point and Rochford PCN', 'North Road Plus PCN', 'SS9 PCN'])('%s is right', (name) => {
    expect(pcnNameProblems(name)).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['Southend East', ['A PCN name ends with “PCN”, after a space.']],
    ['SouthendPCN', ['A PCN name ends with “PCN”, after a space.']],
    ['PCN Southend', ['A PCN name ends with “PCN”, after a space.']],
    ['Southend on Sea and the Villages East PCN', ['A PCN name has at most 40 characters; this one has 41.']],
    ['North PCN', ['A PCN name says where it is: a compass point alone does not.']],
    ['North-East PCN', ['A PCN name says where it is: a compass point alone does not.']],
    ['SW PCN', ['A PCN name says where it is: a compass point alone does not.']],
    ['4 PCN', ['A PCN name says where it is: a number alone does not.']],
    ['Two PCN', ['A PCN name says where it is: a number alone does not.']],
    ['Witham & Maldon PCN', ['A PCN name uses “and”, not “&”.']],
    ['', ['A PCN name ends with “PCN”, after a space.']],
    ['3 & 4', ['A PCN name ends with “PCN”, after a space.', 'A PCN name uses “and”, not “&”.']],
  ])('“%s” is told what is wrong', (name, problems) => {
    expect(pcnNameProblems(name)).toEqual(problems);
  });
});
