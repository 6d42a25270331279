// Words from which the names and addresses of invented people are put together.
import type { Sex } from '@guardian/casework';
import type { Random } from './random';

export type Origin = 'british' | 'european' | 'south-asian' | 'african' | 'caribbean' | 'east-asian';

interface Words {
  readonly female: string;
  readonly male: string;
  readonly family: string;
}

const WORDS: Readonly<Record<Origin, Words>> = {
  british: {
    female:
      'Alice Barbara Carol Daisy Edith Fiona Gillian Hannah Irene Janet Kathleen Linda Maureen Nora Pamela Rosemary Sheila Tracey Una Wendy',
    male: 'Albert Brian Colin Derek Edward Frank Gordon Harry Ian Jack Kenneth Leonard Martin Norman Oliver Peter Roger Stanley Terence Walter',
    family:
      'Ashwick Bramfold Carrowell Dunmarsh Eastlow Fenwright Garsby Hathersedge Ibberley Jessamy Kelvedene Larkmere Mossop Netherby Oakenshaw Pellingham Quarrell Ravensby Saltmarsh Thurlbeck Underdown Verrall Whitlock Yarlside',
  },
  european: {
    female: 'Agnieszka Bianca Cristina Danuta Elena Francesca Ioana Katarzyna Lucia Magda Raluca Simona',
    male: 'Andrei Bogdan Carlo Dariusz Emil Florin Giorgio Janusz Luca Marek Piotr Stefan',
    family: 'Balanescu Czarnobor Dobrescu Ferrantini Grabinski Ionetti Kowalewicz Lisowiec Marinelli Nowogrod Petrovan Sandulache',
  },
  'south-asian': {
    female: 'Aisha Bhavna Chandni Deepa Farida Gita Harpreet Jyoti Lakshmi Meera Nasreen Parveen Rubina Sunita',
    male: 'Arjun Bilal Chirag Dinesh Farhan Gurdeep Harish Imran Jagdish Kamal Manoj Rashid Suresh Tariq',
    family:
      'Adhivar Banerjani Chowdharan Dhesrani Farooqani Gillmaan Hussainzai Iyerkar Jandoria Karimbhai Malhorani Nairwal Sidhanta Varmani',
  },
  african: {
    female: 'Abena Adaeze Bukola Chidinma Efua Folake Halima Ngozi Temitope Yewande',
    male: 'Abdulai Babatunde Chukwudi Emeka Femi Ibrahim Kwame Kofi Olumide Tunde',
    family: 'Adebanwo Boatemah Chukwuneke Darkomah Ekundare Fosuhene Ighodara Kamaraoke Mensahene Okonwaju Olatunwa Uzomaka',
  },
  caribbean: {
    female: 'Beverley Claudette Delores Erica Heather Jacqueline Lorna Marcia Sonia Yvonne',
    male: 'Carlton Delroy Errol Fitzroy Glenroy Leroy Neville Trevor Vincent Winston',
    family: 'Barringway Clarendale Dunkelby Francillon Grantleigh Kingsmoor Lewington Morantby Palmerstone Westmoreby',
  },
  'east-asian': {
    female: 'Hui Jing Lan Li Mei Min Thuy Xia Yan Ying',
    male: 'Chen Duc Feng Hao Jian Kai Ming Tuan Wei Yong',
    family: 'Chaulin Fengwah Hoangti Kwaning Leungsan Nguyang Siuming Tranhue Wongsui Zhengyi',
  },
};

const STREETS =
  'Alder Birch Cedar Dovecote Elm Ferry Granary Harbour Ivy Juniper Kiln Larch Mill Nightingale Orchard Priory Quay Rowan Saltings Tanner';
const TOWNS: Readonly<Record<string, string>> = {
  havering: 'Inventon',
  southend: 'Madeup-on-Sea',
  'castle-point-and-rochford': 'Fictory',
};

const wordOf = (random: Random, words: string): string => random.pick(words.split(' '));

export function nameOf(random: Random, origin: Origin, sex: Sex): { title: string; given: string; family: string } {
  const words = WORDS[origin];
  return {
    title: sex === 'female' ? random.pick(['Mrs', 'Miss', 'Ms']) : 'Mr',
    given: wordOf(random, sex === 'female' ? words.female : words.male),
    family: wordOf(random, words.family),
  };
}

/** ZZ99 is a district of no place: the national statistics keep it for people without an address. */
export function addressOf(random: Random, place: string): { address: string; postcode: string } {
  const street = `${wordOf(random, STREETS)} ${random.pick(['Road', 'Close', 'Avenue', 'Lane', 'Way'])}`;
  const letters = 'ABDEFGHJLNPQRSTUWXYZ';
  const letter = (): string => letters.charAt(random.int(0, letters.length - 1));
  return {
    address: `${random.int(1, 180)} ${street}, ${TOWNS[place] ?? 'Anytown'}`,
    postcode: `ZZ99 ${random.int(1, 9)}${letter()}${letter()}`,
  };
}
