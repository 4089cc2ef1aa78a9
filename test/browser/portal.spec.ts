import type { Browser } from 'playwright-core';
import { seriousViolations } from './axe.js';
import { CHROMIUM, openBrowser, Person, type Scheme } from './chromium.js';
import { type Firm, startFirm } from './firm.js';

if (!CHROMIUM) console.warn('There is no Chromium here: the browser tests are left out. CHROMIUM names one.');

/** The web page, used by the people of the small firm: the journeys it is there for. */
(CHROMIUM ? describe : describe.skip)('the portal', () => {
  let firm: Firm;
  let browser: Browser;
  const signIn = (username: string, scheme?: Scheme) => Person.signIn(browser, firm.url, username, firm.password(username), scheme);

  beforeAll(async () => {
    firm = await startFirm();
    browser = await openBrowser();
  }, 1_200_000);
  afterAll(async () => {
    await browser?.close();
    await firm?.stop();
  });

  it('an exception is resolved by adding the rate in the PSA and retrying', async () => {
    const olga = await signIn('olga');
    const page = await olga.open('/exceptions');
    await page.getByRole('group', { name: 'Open by code' }).getByRole('button', { name: /^Missing rate/ }).click();
    await page.waitForURL(/code=MISSING_RATE/);
    await olga.shot('journey-exceptions');
    await page.getByRole('table').getByRole('link', { name: 'Missing rate' }).first().click();
    await page.getByText('Add a rate for the role and work date').waitFor();
    await page.getByText('Timeline of its run').waitFor();
    await olga.shot('journey-exception-open');
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('The rate was added to the card');
    const fixed = await fetch(`${firm.firm}/firm/fix/missing_rate`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(fixed.status).toBe(200);
    await page.getByRole('dialog').getByRole('button', { name: 'Retry' }).click();
    await page.getByText('Another attempt was asked for').waitFor();
    // The attempt, or the change of the rate card that the next reading of the feed brings, goes through.
    await page.getByRole('button', { name: 'Retry' }).waitFor({ state: 'detached' });
    await page.locator('dd', { hasText: 'resolved' }).waitFor();
    await olga.shot('journey-exception-resolved');
    expect(olga.errors).toEqual([]);
    await olga.close();
  }, 180_000);

  it('a person finds out why work is on no invoice, down to the exception that holds it', async () => {
    const fiona = await signIn('fiona');
    const page = await fiona.open('/billing?status=held');
    const row = page.getByRole('row', { name: /worker inactive/ });
    await row.getByText('It is held until somebody settles the exception.').last().waitFor();
    await row.getByRole('button', { name: /^Explain/ }).click();
    await page.getByRole('dialog', { name: 'Billing event explained' }).getByText('Records behind it').waitFor();
    await fiona.shot('journey-missing');
    await page.keyboard.press('Escape');
    await row.getByRole('link', { name: 'Its exceptions' }).click();
    await page.waitForURL(/exceptions\?code=WORKER_INACTIVE/);
    await page.getByRole('table').getByRole('link', { name: 'Worker inactive' }).waitFor();
    expect(fiona.errors).toEqual([]);
    await fiona.close();
  }, 120_000);

  it('Fiona prepares drafts, Frank releases one and sees it posted by the ERP', async () => {
    const fiona = await signIn('fiona');
    let page = await fiona.open('/invoices');
    await page.getByRole('button', { name: 'Prepare drafts' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Prepare', exact: true }).click();
    await page.getByText('Drafts are being prepared').waitFor();
    const draft = page.getByRole('table').getByRole('link', { name: 'Draft', exact: true }).first();
    for (let tries = 0; tries < 30 && !(await draft.isVisible()); tries++) {
      await page.waitForTimeout(1000);
      await fiona.open('/invoices');
    }
    await draft.click();
    await page.getByText('You prepared this draft').waitFor();
    expect(await page.getByRole('button', { name: 'Release' }).count()).toBe(0);
    const address = new URL(page.url()).pathname.replace('/portal', '');
    // What the server refuses is shown in its words: a reason of blanks is none.
    await page.getByRole('button', { name: 'Return' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('    ');
    await page.getByRole('dialog').getByRole('button', { name: 'Return' }).click();
    await page.getByRole('dialog').getByRole('alert').getByText('The request is not valid').waitFor();
    await page.getByRole('dialog').getByRole('alert').getByText(/^Correlation id:/).waitFor();
    await fiona.shot('journey-refused');
    await fiona.close();

    const frank = await signIn('frank');
    page = await frank.open(address);
    await page.getByRole('button', { name: 'Explain line 1' }).click();
    await page.getByRole('dialog', { name: /explained/ }).getByText('Records behind it').waitFor();
    await frank.shot('journey-line-explained');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Release' }).click();
    await page.locator('dd', { hasText: 'posted' }).waitFor();
    await page.getByRole('heading', { level: 1, name: /^INV-/ }).waitFor();
    await frank.shot('journey-invoice-posted');
    expect(frank.errors).toEqual([]);
    await frank.close();
  }, 180_000);

  it('a practice’s utilization is read down to one worker’s week', async () => {
    const emma = await signIn('emma');
    const page = await emma.open('/utilization?period=2026-Q3');
    await page.getByRole('table').getByRole('link', { name: 'DATA' }).click();
    await page.waitForURL(/group_by=worker.*practice=DATA/);
    await emma.settled();
    await emma.shot('journey-practice');
    await page.getByRole('table').getByRole('link').first().click();
    await page.waitForURL(/utilization\/days\?worker=/);
    await page.getByRole('group', { name: 'Weeks' }).getByRole('button', { name: '2026-08-17' }).click();
    await page.waitForURL(/week=2026-08-17/);
    await emma.settled();
    await page.getByRole('row', { name: /^2026-08-1[789].*kantata \d+/ }).first().waitFor();
    expect(await page.getByRole('row', { name: /^2026-08-(?!1[789]|2[0123])/ }).count()).toBe(0);
    await emma.shot('journey-week');
    expect(emma.errors).toEqual([]);
    await emma.close();
  }, 120_000);

  it('shows each person what their role allows and no more', async () => {
    const emma = await signIn('emma');
    const menu = emma.page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    const shown = await menu.allTextContents();
    expect(shown).toContain('Utilization');
    expect(shown).not.toContain('Exceptions');
    const page = await emma.open('/margin?period=2026-Q3');
    await page.getByRole('columnheader', { name: 'Revenue' }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Labor cost' }).count()).toBe(0);
    // An address typed by hand is answered by the server.
    await emma.open('/exceptions');
    await page.getByRole('alert').getByText(/operations\.read/).waitFor();
    await emma.close();
  }, 120_000);

  it('works by keyboard alone: past the menu to the page, into an exception and out of a dialog', async () => {
    const olga = await signIn('olga');
    const page = await olga.open('/exceptions');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('To the page');
    await page.keyboard.press('Enter');
    await page.getByRole('table').getByRole('link').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/exceptions\/[0-9a-f-]{36}/);
    await page.getByRole('button', { name: 'Waive' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Waive' }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await olga.close();
  }, 120_000);

  it('keeps a session in the tab only, renews it silently, and ends it', async () => {
    const dana = await signIn('dana');
    const { page } = dana;
    expect(await page.evaluate('Object.keys(localStorage).filter((k) => k.startsWith("oidc")).length')).toBe(0);
    expect(await page.evaluate('Object.keys(sessionStorage).filter((k) => k.startsWith("oidc.user")).length')).toBe(1);
    // A token that is about to run out is renewed in a hidden frame at the provider.
    const kept = `Object.keys(sessionStorage).find((k) => k.startsWith('oidc.user'))`;
    await page.evaluate(`sessionStorage[${kept}] = JSON.stringify({ ...JSON.parse(sessionStorage[${kept}]), expires_at: Math.floor(Date.now() / 1000) + 40 })`);
    await page.reload();
    // Asked again and again from here: the page's own policy forbids it to evaluate text.
    for (let tries = 0; tries < 60 && !(await page.evaluate(`JSON.parse(sessionStorage[${kept}]).expires_at > Date.now() / 1000 + 600`)); tries++) await page.waitForTimeout(500);
    expect(await page.evaluate(`JSON.parse(sessionStorage[${kept}]).expires_at > Date.now() / 1000 + 600`)).toBe(true);
    const other = await dana.context.newPage();
    const renewed = other.waitForURL(/\/portal\/(?!signed-in)\w+/);
    await other.goto(`${firm.url}/portal`);
    // The provider still knows the person: another tab needs no password.
    await renewed;
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password').waitFor();
    await dana.close();
  }, 120_000);

  describe.each(['light', 'dark'] as const)('every page in %s', (scheme) => {
    let fiona: Person;
    beforeAll(async () => {
      fiona = await signIn('fiona', scheme);
    }, 120_000);
    afterAll(() => fiona?.close());

    it.each([
      ['exceptions', '/exceptions'], ['an exception', '/exceptions?code=WORKER_INACTIVE#first'], ['invoices', '/invoices?show=posted'], ['an invoice', '/invoices?show=posted#first'], ['billing', '/billing'],
      ['utilization', '/utilization?period=2026-Q3'], ['worker days', '/utilization/days?worker=E-1001&period=2026-08'], ['margin', '/margin?period=2026-Q3'], ['margin records', '/margin/records?project=US01-OPP-2001&period=2026-Q3'],
      ['close', '/close?legal_entity=US01&period=2026-08'], ['runs', '/runs?state=completed'], ['a run', '/runs?state=completed#first'], ['effects', '/effects?state=confirmed'], ['an effect', '/effects?state=confirmed#first'], ['integration', '/integration'],
    ])('%s: nothing serious for axe, and nothing wider than a phone', async (name, address) => {
      const [path, first] = address.split('#');
      const page = await fiona.open(path!);
      if (first) {
        const list = page.url();
        await page.getByRole('table').getByRole('link').first().click();
        await page.waitForURL((url) => url.href !== list);
        await fiona.settled();
      }
      expect(await seriousViolations(page)).toEqual([]);
      await fiona.shot(`page-${name.replaceAll(' ', '-')}-${scheme}`);
      await page.setViewportSize({ width: 360, height: 800 });
      await page.waitForTimeout(300);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      await fiona.shot(`page-${name.replaceAll(' ', '-')}-${scheme}-phone`);
      await page.setViewportSize({ width: 1280, height: 900 });
    }, 90_000);
  });
});
