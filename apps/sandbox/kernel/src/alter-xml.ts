import type { Fault } from './fault.js';

/** Changes the shape of an XML answer: elements named without their prefix are removed or renamed, text is added nowhere. */
export function driftXml(text: string, drift: Fault): string {
  let altered = text;
  for (const name of drift.remove ?? []) {
    const element = new RegExp(`<((?:[\\w-]+:)?${escaped(name)})(?:\\s[^>]*)?(?:/>|>[\\s\\S]*?</\\1>)`, 'g');
    altered = altered.replace(element, '');
  }
  for (const [from, to] of Object.entries(drift.rename ?? {})) {
    altered = altered.replace(new RegExp(`(</?(?:[\\w-]+:)?)${escaped(from)}(?=[\\s/>])`, 'g'), (_whole, opening: string) => opening + to);
  }
  return altered;
}

/** Sets the text of every element of this name. */
export function setElement(text: string, name: string, value: unknown): string {
  return text.replace(new RegExp(`(<((?:[\\w-]+:)?${escaped(name)})(?:\\s[^>]*)?>)[^<]*(</\\2>)`, 'g'), (_whole, open: string, _tag, close: string) => open + String(value) + close);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
