import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/**
 * A value that must not be printed. Every way of turning it into text (String, JSON, inspect, template literal)
 * gives `[secret]`; only `reveal()` gives the value, at the one place that needs it.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Call it where it goes on the wire, never to store or log it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
