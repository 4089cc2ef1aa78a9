import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The browser: CHROMIUM names it, else it is looked for where systems have it; undefined when there is none. */
export const CHROMIUM = process.env['CHROMIUM'] ?? USUAL.find((path) => existsSync(path));

/** Where screenshots are kept; not under version control. */
export const ARTIFACTS = resolve(__dirname, 'artifacts');

export type Scheme = 'light' | 'dark';

/** Starts it without what it does on the net by itself. */
export function openBrowser(): Promise<Browser> {
  mkdirSync(ARTIFACTS, { recursive: true });
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-background-networking'] });
}

/** A window of a person who has signed in to the portal through the provider's own page. */
export class Person {
  /** What the page wrote to the console as an error, and scripts that failed. */
  readonly errors: string[] = [];

  private constructor(readonly context: BrowserContext, readonly page: Page, private readonly url: string) {
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && this.errors.push(message.text()));
  }

  static async signIn(browser: Browser, url: string, username: string, password: string, scheme: Scheme = 'light'): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: scheme, locale: 'en-US' });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const person = new Person(context, page, url);
    await page.goto(`${url}/portal`);
    await page.getByLabel('User name').fill(username);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    return person;
  }

  /** Opens a page by its address, as a link somebody sent would, and waits until nothing on it is loading. */
  async open(path: string): Promise<Page> {
    await this.page.goto(`${this.url}/portal${path}`);
    await this.settled();
    return this.page;
  }

  /** Waits until nothing on the page is loading. */
  async settled(): Promise<void> {
    await this.page.getByRole('heading', { level: 1 }).waitFor();
    await this.page.getByLabel('Loading').first().waitFor({ state: 'detached' });
  }

  async shot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(ARTIFACTS, `${name}.png`), fullPage: true });
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
