import { createHash, timingSafeEqual } from 'node:crypto';
import type { DemoCredentials } from './credentials.js';
import { type DemoPerson, personNamed } from './people.js';

const LIMIT = 10;
const WINDOW_MS = 5 * 60_000;

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Checks user name and password. After ten failures a name has to wait five minutes, so that guessing is hopeless. */
export class Passwords {
  private readonly failures = new Map<string, { count: number; until: number }>();

  constructor(
    private readonly credentials: DemoCredentials,
    private readonly now: () => number = Date.now,
  ) {}

  /** The person if the password is right, `wait` if there were too many failures, else undefined. */
  check(username: unknown, password: unknown): DemoPerson | 'wait' | undefined {
    const person = personNamed(username);
    const failed = person && this.failures.get(person.username);
    if (failed && failed.count >= LIMIT && failed.until > this.now()) return 'wait';
    const expected = this.credentials.people.find((p) => p.username === person?.username)?.password;
    // Compared even for an unknown name, so that the time taken does not tell which names exist.
    const right = timingSafeEqual(digest(typeof password === 'string' ? password : ''), digest(expected ?? `${Math.random()}`));
    if (person && expected && right) {
      this.failures.delete(person.username);
      return person;
    }
    if (person) this.failures.set(person.username, { count: failed && failed.until > this.now() ? failed.count + 1 : 1, until: this.now() + WINDOW_MS });
    return undefined;
  }
}
