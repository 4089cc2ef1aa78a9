import type { ReadVerb } from '#lib/connector';
import type { Row } from '../client/shape.js';
import type { SalesforceSettings } from '../config.js';
import { OPPORTUNITY, OPPORTUNITY_DROPPED, opportunityOf, knownOpportunity } from '../mappers/opportunity.js';
import { familyRead } from './family.js';

/** Opportunities with the roles sold on them; a changed role brings its opportunity. */
export const opportunity: ReadVerb<Row, SalesforceSettings> = { ...familyRead(OPPORTUNITY), map: opportunityOf, known: knownOpportunity, dropped: OPPORTUNITY_DROPPED };
