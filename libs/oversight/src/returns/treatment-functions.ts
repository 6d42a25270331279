// Treatment functions of the RTT returns, and how every other code folds into them (rules RTT-F1 to RTT-F5).

export const RTT_FUNCTIONS = {
  '100': 'General Surgery',
  '101': 'Urology',
  '110': 'Trauma and Orthopaedics',
  '120': 'Ear Nose and Throat',
  '130': 'Ophthalmology',
  '140': 'Oral Surgery',
  '150': 'Neurosurgical',
  '160': 'Plastic Surgery',
  '170': 'Cardiothoracic Surgery',
  '300': 'General Internal Medicine',
  '301': 'Gastroenterology',
  '320': 'Cardiology',
  '330': 'Dermatology',
  '340': 'Respiratory Medicine',
  '400': 'Neurology',
  '410': 'Rheumatology',
  '430': 'Elderly Medicine',
  '502': 'Gynaecology',
  X02: 'Other - Medical',
  X03: 'Other - Mental Health',
  X04: 'Other - Paediatric',
  X05: 'Other - Surgical',
  X06: 'Other - Other',
} as const;
export type RttFunction = keyof typeof RTT_FUNCTIONS;

const FOLDED: Readonly<Record<string, RttFunction>> = {
  '108': '110',
  '111': '110',
  '115': '110',
  '144': '140',
  '145': '140',
  '172': '170',
  '173': '170',
};

type Ranges = readonly (readonly [from: number, to: number])[];

const PAEDIATRIC: Ranges = [
  [142, 142],
  [171, 171],
  [211, 223],
  [230, 230],
  [240, 242],
  [250, 264],
  [270, 270],
  [280, 280],
  [290, 291],
  [321, 321],
  [421, 421],
];
const MENTAL_HEALTH: Ranges = [
  [656, 656],
  [700, 700],
  [710, 713],
  [715, 715],
  [720, 727],
  [730, 730],
];
const within = (ranges: Ranges, code: number) => ranges.some(([from, to]) => code >= from && code <= to);

/** The function under which the return counts a treatment function code; a code that nobody knows counts as other. */
export function rttFunction(code: string): RttFunction {
  if (Object.hasOwn(RTT_FUNCTIONS, code)) return code as RttFunction;
  const folded = Object.hasOwn(FOLDED, code) ? FOLDED[code] : undefined;
  if (folded) return folded;
  const number = /^\d{3}$/.test(code) ? Number(code) : NaN;
  if (within(PAEDIATRIC, number)) return 'X04';
  if (within(MENTAL_HEALTH, number)) return 'X03';
  if (number >= 100 && number < 190) return 'X05';
  if ((number >= 190 && number < 500) || number === 501 || number === 503 || number === 504) return 'X02';
  return 'X06';
}
