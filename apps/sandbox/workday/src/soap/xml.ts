/** An element to be written: attributes and content; undefined content is left out altogether. */
export type Node = string | undefined;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escape = (text: string) => text.replace(/[&<>"]/g, (c) => ESCAPES[c]!);

/** `<wd:Name …>children</wd:Name>`; without any child the element is absent. */
export function group(name: string, children: Node[], attributes: Record<string, string | undefined> = {}): Node {
  const inner = children.filter((c) => c !== undefined).join('');
  return inner === '' ? undefined : `<wd:${name}${written(attributes)}>${inner}</wd:${name}>`;
}

/** `<wd:Name>text</wd:Name>`; an empty or missing value leaves the element out, as Workday does. Booleans are 0 and 1. */
export function leaf(name: string, value: unknown): Node {
  if (value === undefined || value === null || value === '') return undefined;
  return `<wd:${name}>${escape(typeof value === 'boolean' ? (value ? '1' : '0') : String(value))}</wd:${name}>`;
}

/** A reference with its ids by type, WID first. */
export function referenceNode(name: string, ids: Record<string, string | undefined>, descriptor?: string): Node {
  const inner = Object.entries(ids).filter(([, id]) => id).map(([type, id]) => `<wd:ID wd:type="${type}">${escape(id!)}</wd:ID>`).join('');
  return inner === '' ? undefined : `<wd:${name}${written({ Descriptor: descriptor })}>${inner}</wd:${name}>`;
}

function written(attributes: Record<string, string | undefined>): string {
  return Object.entries(attributes).filter(([, v]) => v !== undefined).map(([k, v]) => ` wd:${k}="${escape(v!)}"`).join('');
}
