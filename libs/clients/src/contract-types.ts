import type { Domain, SourcePage } from '#lib/canonical';
import type { Bodies, Pages } from './generated/contracts.js';

/** A name of the contract, checked where it is written as a literal; one that is known only at run time passes. */
export type Named<N extends string, Known> = string extends N ? N : N extends Known ? N : never;

/** Page of an entity as the contract documents it; of an entity that is known only at run time, what every page has. */
export type PageOf<D extends Domain, E extends string> = string extends E ? SourcePage : E extends keyof Pages[D] ? Pages[D][E] : never;

/** Record of an entity. */
export type RecordOf<D extends Domain, E extends string> = PageOf<D, E> extends { records: (infer R)[] } ? R : never;

/** Body of a write; of a verb that is known only at run time, any object: the system API checks it. */
export type BodyOf<D extends Domain, V extends string> = string extends V ? object : V extends keyof Bodies[D] ? Bodies[D][V] : never;

/** Entities a domain is read for. */
export type EntityOf<D extends Domain> = keyof Pages[D] & string;

/** Writes a domain is asked for. */
export type VerbOf<D extends Domain> = keyof Bodies[D] & string;
