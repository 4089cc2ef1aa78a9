import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SoapFault } from './fault.js';

/** An element of a request without its namespace prefixes: text, attributes (`@_`), children. */
export type Element = { [name: string]: unknown };

const parser = new XMLParser({ ignoreAttributes: false, removeNSPrefix: true, parseTagValue: false, parseAttributeValue: false, trimValues: true, processEntities: true });

export function parseEnvelope(text: string): { header: Element; body: Element } {
  const root = XMLValidator.validate(text) === true ? (parser.parse(text) as Element) : undefined;
  const envelope = child(root, 'Envelope');
  const body = child(envelope, 'Body');
  if (!envelope || !body) throw new SoapFault('validationError', 'The request is not a SOAP envelope');
  return { header: child(envelope, 'Header') ?? {}, body };
}

/** The first child of that name, as an element; undefined when there is none. An empty element is `{}`. */
export function child(parent: Element | undefined, name: string): Element | undefined {
  const value = children(parent, name)[0];
  return value;
}

export function children(parent: Element | undefined, name: string): Element[] {
  const value = parent?.[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((v) => (typeof v === 'object' && v !== null ? (v as Element) : { '#text': String(v) }));
}

export function textOf(parent: Element | undefined, name?: string): string | undefined {
  const element = name === undefined ? parent : child(parent, name);
  const text = element?.['#text'];
  return text === undefined || text === '' ? undefined : String(text);
}

/** Schema check: an element the operation does not know is refused, as the real service does. */
export function allow(parent: Element | undefined, path: string, names: string[]): void {
  for (const name of Object.keys(parent ?? {})) {
    if (name === '#text' || name.startsWith('@_') || names.includes(name)) continue;
    throw new SoapFault('validationError', `Element Content '${name}' is out of order or not expected in '${path}'. Expected: ${names.join(', ')}`, path);
  }
}

export function flag(parent: Element | undefined, name: string): boolean | undefined {
  const text = textOf(parent, name);
  if (text === undefined) return undefined;
  if (['1', 'true'].includes(text)) return true;
  if (['0', 'false'].includes(text)) return false;
  throw new SoapFault('validationError', `'${text}' is not a valid value for ${name}: boolean expected`, name);
}
