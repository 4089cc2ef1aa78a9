import { Dice } from './dice.js';
import type { Client, LegalEntity } from './firm-types.js';
import type { Size } from './sizes.js';

const NAMES: Record<string, string[]> = {
  US01: ['Alder Freight', 'Bluestem Foods', 'Cobalt Health', 'Driftwood Energy', 'Evergreen Mutual', 'Foxglove Retail', 'Granite State Bank', 'Harborview Hospitals', 'Ironwood Motors', 'Juniper Airlines', 'Keystone Paper', 'Lakeshore Telecom', 'Mesa Semiconductors', 'Northlight Studios'],
  GB01: ['Ashford Rail', 'Bramley Insurance', 'Caldera Pharma', 'Denholm Shipping', 'Elmtree Housing', 'Fenwick Utilities', 'Galloway Spirits', 'Highmoor Banking', 'Ivybridge Media', 'Jarrow Engineering'],
  DE01: ['Ahrensfelder Werke', 'Brückner Logistik', 'Donau Versicherung', 'Elbstrom Energie', 'Falkenried Handel', 'Görlitz Optik', 'Hansa Kontor'],
  JP01: ['Asahara Precision', 'Bunkyo Life', 'Chiyoda Logistics', 'Daimon Retail', 'Edogawa Chemical'],
};
const SUFFIX: Record<string, string> = { US01: 'Inc.', GB01: 'plc', DE01: 'AG', JP01: 'KK' };
const CITIES: Record<string, [city: string, postcode: string, street: string][]> = {
  US01: [['Austin', '78701', 'Congress Avenue'], ['New York', '10018', 'West 38th Street'], ['Houston', '77002', 'Travis Street'], ['Dallas', '75201', 'Elm Street']],
  GB01: [['London', 'EC2V 7HN', 'Gresham Street'], ['Manchester', 'M2 5DB', 'King Street'], ['Leeds', 'LS1 4AP', 'Wellington Street']],
  DE01: [['Munich', '80333', 'Brienner Straße'], ['Hamburg', '20095', 'Mönckebergstraße'], ['Cologne', '50667', 'Hohe Straße']],
  JP01: [['Tokyo', '100-0005', 'Marunouchi'], ['Osaka', '530-0001', 'Umeda'], ['Yokohama', '220-0012', 'Minatomirai']],
};
const STANDARD_TAX: Record<string, string> = { US01: 'US-TX-STD', GB01: 'GB-STD', DE01: 'DE-STD', JP01: 'JP-STD' };
/** Where an entity's customers abroad sit, and the tax profile that goes with it. */
const ABROAD: Record<string, { country: string; city: string; postcode: string; street: string; tax: string; suffix: string }> = {
  US01: { country: 'US', city: 'New York', postcode: '10018', street: 'West 38th Street', tax: 'US-NY-EXM', suffix: 'LLC' },
  GB01: { country: 'IE', city: 'Dublin', postcode: 'D02 X285', street: 'Dawson Street', tax: 'GB-RC', suffix: 'DAC' },
  DE01: { country: 'AT', city: 'Vienna', postcode: '1010', street: 'Kärntner Straße', tax: 'DE-RC', suffix: 'GmbH' },
  JP01: { country: 'SG', city: 'Singapore', postcode: '048616', street: 'Raffles Place', tax: 'JP-EXP', suffix: 'Pte. Ltd.' },
};

/** The firm's clients. Each trades with one legal entity; the second of each entity sits abroad or is not taxed. */
export function clients(size: Size, seed: string, entities: LegalEntity[]): Client[] {
  const dice = new Dice(seed, 'clients');
  const all: Client[] = [];
  for (const entity of entities) {
    for (let n = 0; n < (size.clients[entity.code] ?? 0); n++) all.push(clientOf(entity, n, 1001 + all.length, dice));
  }
  const subsidiary = all.find((client) => client.entity === 'US01' && client !== all[0]);
  if (subsidiary) subsidiary.parent = all[0]!.number;
  return all;
}

function clientOf(entity: LegalEntity, n: number, no: number, dice: Dice): Client {
  const abroad = n % 5 === 1 ? ABROAD[entity.code]! : undefined;
  const [city, postcode, street] = abroad ? [abroad.city, abroad.postcode, abroad.street] : dice.pick(CITIES[entity.code]!);
  const name = NAMES[entity.code]![n]!;
  const country = abroad?.country ?? entity.country;
  const tax = abroad?.tax ?? STANDARD_TAX[entity.code]!;
  return {
    number: `C-${no}`, name, legal_name: `${name} ${abroad?.suffix ?? SUFFIX[entity.code]}`, entity: entity.code, country,
    street: `${dice.int(1, 240)} ${street}`, city, postcode,
    // The Irish customer of the British entity is billed in euro.
    currency: country === 'IE' ? 'EUR' : entity.currency,
    registration: `${country}${dice.int(1_000_000, 9_999_999)}`, tax_id: `${country}${dice.int(100_000_000, 999_999_999)}`,
    due_tax_profile: tax, tax_profile: tax, terms: dice.pick(['NET30', 'NET30', 'NET45', 'NET60']),
    po_required: dice.chance(40), grouping: n % 4 === 3 ? 'project' : 'contract',
  };
}
