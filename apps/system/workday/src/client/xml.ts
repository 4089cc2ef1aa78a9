import { XMLParser } from 'fast-xml-parser';

/** An element without namespace prefixes: children by name, attributes as `@name`, text as `#text`; an element of text alone is that text. */
export type Xml = { [name: string]: XmlValue };
type XmlValue = string | Xml | XmlValue[];

// Elements of which there can be several stay lists even when only one came.
const LISTS = new Set(['ID', 'Worker', 'Worker_Job_Data', 'Worker_Organization_Data', 'Email_Address_Data', 'Usage_Data', 'Type_Data']);
const parser = new XMLParser({
  ignoreAttributes: false, attributeNamePrefix: '@', removeNSPrefix: true, parseTagValue: false, parseAttributeValue: false, trimValues: true, ignoreDeclaration: true,
  htmlEntities: true, isArray: (name) => LISTS.has(name),
});

export function parseXml(text: string): Xml {
  return parser.parse(text) as Xml;
}

/** Every element at a path such as `Contact_Data/Email_Address_Data`, in document order. */
export function all(from: Xml | undefined, path: string): Xml[] {
  let found: Xml[] = from ? [from] : [];
  for (const name of path.split('/')) found = found.flatMap((element) => elements(element[name]));
  return found;
}

export const first = (from: Xml | undefined, path: string): Xml | undefined => all(from, path)[0];

/** Text of the first element at a path, or of an attribute where the path ends in `@name`; undefined when absent or empty. */
export function textAt(from: Xml | undefined, path: string): string | undefined {
  const at = path.lastIndexOf('@');
  const value = at < 0 ? first(from, path)?.['#text'] : (at === 0 ? from : first(from, path.slice(0, at - 1)))?.[path.slice(at)];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The id of one type inside the reference at a path. */
export function idAt(from: Xml | undefined, path: string, type: string): string | undefined {
  const id = all(from, `${path}/ID`).find((one) => one['@type'] === type)?.['#text'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function elements(value: XmlValue | undefined): Xml[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(elements);
  return [typeof value === 'string' ? { '#text': value } : value];
}
