import type { ReadVerb } from '#lib/connector';
import type { Row } from '../client/shape.js';
import type { SalesforceSettings } from '../config.js';
import { AMENDMENT, AMENDMENT_DROPPED, amendmentOf, knownAmendment } from '../mappers/amendment.js';
import { familyRead } from './family.js';

/** Amendments with their lines; a changed line, bill or price step brings its amendment. */
export const amendment: ReadVerb<Row, SalesforceSettings> = { ...familyRead(AMENDMENT), map: amendmentOf, known: knownAmendment, dropped: AMENDMENT_DROPPED };
