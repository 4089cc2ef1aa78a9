import type { ReadVerb } from '#lib/connector';
import type { Row } from '../client/shape.js';
import type { SalesforceSettings } from '../config.js';
import { CONTRACT, CONTRACT_DROPPED, contractOf, knownContract } from '../mappers/contract.js';
import { familyRead } from './family.js';

/** Contracts with their lines; a changed line brings its contract. */
export const contract: ReadVerb<Row, SalesforceSettings> = { ...familyRead(CONTRACT), map: contractOf, known: knownContract, dropped: CONTRACT_DROPPED };
