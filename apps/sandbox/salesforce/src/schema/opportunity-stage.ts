import type { Books, Row } from '../../../kernel/src/index.js';
import { to18 } from '../ids.js';
import { bool, integer, percent, text } from './field.js';
import { objectType } from './object-type.js';

const DEFAULTS: [label: string, probability: number, category: string, closed?: 'won' | 'lost'][] = [
  ['Prospecting', 10, 'Pipeline'],
  ['Qualification', 10, 'Pipeline'],
  ['Needs Analysis', 20, 'Pipeline'],
  ['Value Proposition', 50, 'Pipeline'],
  ['Proposal/Price Quote', 75, 'BestCase'],
  ['Negotiation/Review', 90, 'Forecast'],
  ['Closed Won', 100, 'Closed', 'won'],
  ['Closed Lost', 0, 'Omitted', 'lost'],
];

const builtIn: Row[] = DEFAULTS.map(([label, probability, category, closed], i) => ({
  id: to18(`01J5g00000000${String(i + 1).padStart(2, '0')}`),
  MasterLabel: label, ApiName: label, IsActive: true, SortOrder: i + 1, IsClosed: closed !== undefined, IsWon: closed === 'won', DefaultProbability: probability,
  ForecastCategory: category, ForecastCategoryName: category === 'BestCase' ? 'Best Case' : category === 'Forecast' ? 'Commit' : category,
}));

export const opportunityStage = objectType({
  name: 'OpportunityStage', label: 'Opportunity Stage', labelPlural: 'Opportunity Stages', prefix: '01J', writable: false, currency: false, owner: false, builtIn,
  fields: [
    text('MasterLabel', 255, { nameField: true }), text('ApiName', 255), bool('IsActive'), integer('SortOrder'), bool('IsClosed'), bool('IsWon'),
    text('ForecastCategory', 40), text('ForecastCategoryName', 40), percent('DefaultProbability'),
  ],
});

/** The stage row behind an opportunity's StageName; undefined for a name the org does not know. */
export function stageNamed(books: Books, label: unknown): Row | undefined {
  const table = books.table('OpportunityStage');
  if (table.size === 0) return builtIn.find((s) => s.MasterLabel === label);
  return table.by('MasterLabel', label)[0];
}
