/** Names people of the firm bear, by legal entity. All of them are invented combinations. */
const FIRST: Record<string, string[]> = {
  US01: ['Avery', 'Blake', 'Carmen', 'Dana', 'Elliot', 'Frances', 'Grant', 'Harper', 'Imani', 'Jordan', 'Kendall', 'Logan', 'Morgan', 'Noel', 'Oakley', 'Parker', 'Quinn', 'Reese', 'Sidney', 'Tatum', 'Umberto', 'Valerie', 'Wesley', 'Ximena', 'Yolanda', 'Zane'],
  GB01: ['Alistair', 'Bethan', 'Callum', 'Daphne', 'Ewan', 'Fiona', 'Gareth', 'Harriet', 'Isla', 'Joss', 'Kieran', 'Lorna', 'Malcolm', 'Niamh', 'Oliver', 'Poppy', 'Rhys', 'Saoirse', 'Tamsin', 'Una', 'Vaughan', 'Winifred'],
  DE01: ['Annika', 'Bernd', 'Carla', 'Detlef', 'Elke', 'Florian', 'Gesa', 'Heiko', 'Ines', 'Jonas', 'Katrin', 'Lars', 'Maren', 'Nils', 'Ole', 'Petra', 'Rieke', 'Sven', 'Tilda', 'Uwe', 'Veit', 'Wiebke'],
  JP01: ['Akira', 'Chie', 'Daisuke', 'Emi', 'Fumio', 'Haruka', 'Itsuki', 'Jun', 'Kaori', 'Makoto', 'Nanami', 'Osamu', 'Rei', 'Sakura', 'Takumi', 'Umeko', 'Yui', 'Yuto'],
};
const LAST: Record<string, string[]> = {
  US01: ['Abbott', 'Brennan', 'Castillo', 'Delgado', 'Eastman', 'Fairchild', 'Garrison', 'Holloway', 'Ibarra', 'Jennings', 'Kowalski', 'Lindqvist', 'Mercer', 'Navarro', 'Okafor', 'Pruitt', 'Quigley', 'Rosario', 'Stanton', 'Thackeray', 'Underhill', 'Vasquez', 'Whitaker', 'Yarrow'],
  GB01: ['Ashdown', 'Birtwistle', 'Cavendish', 'Dunmore', 'Entwistle', 'Fairfax', 'Gilchrist', 'Hathersage', 'Inglis', 'Jessop', 'Kirkbride', 'Lockhart', 'Marchbank', 'Nettleton', 'Ormerod', 'Pemberton', 'Ravenscroft', 'Sedgwick', 'Tremayne', 'Wetherby'],
  DE01: ['Albers', 'Brandstetter', 'Claussen', 'Dornbusch', 'Eberhardt', 'Feldkamp', 'Grothe', 'Hagedorn', 'Immel', 'Jessen', 'Kirchhoff', 'Lindemann', 'Mertens', 'Nordhoff', 'Ohlsen', 'Petersdorf', 'Reinders', 'Steinbach', 'Thiele', 'Wittmann'],
  JP01: ['Aoki', 'Endo', 'Fujimoto', 'Hasegawa', 'Inoue', 'Kawaguchi', 'Matsuda', 'Nishimura', 'Okada', 'Sakamoto', 'Takeda', 'Ueno', 'Watanabe', 'Yoshikawa'],
};

/** The n-th person of an entity: combinations repeat only after first × last names. */
export function personName(entity: string, n: number): { first: string; last: string } {
  const first = FIRST[entity] ?? FIRST.US01!;
  const last = LAST[entity] ?? LAST.US01!;
  return { first: first[n % first.length]!, last: last[(n * 7 + Math.floor(n / first.length)) % last.length]! };
}
