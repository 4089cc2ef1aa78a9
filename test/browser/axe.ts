import { source } from 'axe-core';
import type { Page } from 'playwright-core';

/** One thing axe finds: rule, how bad, and where. */
export interface Violation {
  rule: string;
  impact: string;
  where: string[];
}

/** Violations of WCAG 2.2 A and AA that are serious or critical, as axe-core finds them on the page as it stands. */
export async function seriousViolations(page: Page): Promise<Violation[]> {
  await page.evaluate(source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const found = (await page.evaluate(`axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(tags)} } }).then((r) => r.violations.map((v) => ({ rule: v.id, impact: v.impact, where: v.nodes.slice(0, 4).map((n) => n.target.join(' ') + ': ' + (n.any[0]?.message ?? n.failureSummary ?? '').slice(0, 160)) })))`)) as Violation[];
  return found.filter((v) => v.impact === 'serious' || v.impact === 'critical');
}
