// The matrix of conformance results, for the terminal and for docs/reports/conformance.md.

const MARK = { passed: '✓', failed: '✗', not_applicable: '–' };
const CLAIM = 'never doubled; may stop and ask';

const suitesOf = (results) => [...new Set(results.map((r) => r.suite))];
const rowsOf = (results) => [...new Set(results.map((r) => r.row))];

/** What may be said of a verb: without key and without search an unknown outcome is a person's. */
function claimOf(vendor, row) {
  const verb = row.split(/[:,]/)[0];
  const kind = vendor.idempotency[verb];
  return kind === undefined ? '' : kind === 'none' ? CLAIM : 'exactly once';
}

/** One line per row: how many held, and what did not. */
export function matrixText(vendors, { list = false, failures = false } = {}) {
  const lines = [];
  for (const v of vendors) {
    lines.push('', `${v.title} (${v.vendor})`);
    for (const suite of suitesOf(v.results)) {
      lines.push(`  ${suite}`);
      for (const row of rowsOf(v.results.filter((r) => r.suite === suite))) {
        const cells = v.results.filter((r) => r.suite === suite && r.row === row);
        const marks = cells.map((c) => (list && c.outcome !== 'not_applicable' ? '·' : MARK[c.outcome])).join('');
        lines.push(`    ${row.padEnd(46)} ${marks}  ${claimOf(v, row)}`.trimEnd());
        if (list) for (const c of cells) lines.push(`      ${c.outcome === 'not_applicable' ? '–' : '·'} ${c.column}${c.detail ? `: ${c.detail}` : ''}`);
        if (failures && !list) for (const c of cells.filter((x) => x.outcome === 'failed')) lines.push(`      ✗ ${c.column}: ${firstLines(c.detail)}`);
      }
    }
  }
  return lines.join('\n');
}

const COLOR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const firstLines = (text = '') => text.replace(COLOR, '').split('\n').filter((l) => l.trim() && !/^\s+at /.test(l)).slice(0, 14).join('\n        ');
const cell = (text) => text.replaceAll('|', '\\|');

/** The report in Markdown: a table per vendor and suite, then why cells do not apply. */
export function reportText(vendors, { seconds, form, only }) {
  const all = vendors.flatMap((v) => v.results);
  const count = (outcome) => all.filter((r) => r.outcome === outcome).length;
  const lines = [
    '# Conformance', '', '<!-- Written by npm run conformance. Do not edit. -->', '',
    'Every promise of the connector kit, tried against every vendor\'s sandbox. A write passes when the sandbox\'s books equal those of a write that met no fault,',
    'row by row and table by table, the ledger says what happened, asking again sends nothing, and a person is asked if and only if one is needed.', '',
    `${form === 'full' ? 'Full' : 'Short'} form: ${count('passed')} passed, ${count('failed')} failed, ${count('not_applicable')} do not apply (–, reasons below each vendor). It took ${seconds} s.`,
    ...(only ? ['', `Only cells that fit \`${only}\` were tried.`] : []),
  ];
  for (const v of vendors) {
    lines.push('', `## ${v.title}`);
    for (const suite of suitesOf(v.results)) lines.push('', `### ${suite}`, '', ...table(v, v.results.filter((r) => r.suite === suite)));
    const reasons = reasonsOf(v.results);
    if (reasons.length > 0) lines.push('', '### Does not apply', '', '| what | where | because |', '| --- | --- | --- |', ...reasons);
    const failed = v.results.filter((r) => r.outcome === 'failed');
    if (failed.length > 0) lines.push('', '### Failed', '', ...failed.map((f) => `- ${f.row}, ${f.column}: ${cell(firstLines(f.detail).split('\n')[0])}`));
  }
  return `${lines.join('\n')}\n`;
}

/** Conditions down, rows of the suite across when they are few; else the other way round. */
function table(v, results) {
  const rows = rowsOf(results);
  const columns = [...new Set(results.map((r) => r.column))];
  const at = new Map(results.map((r) => [`${r.row}\n${r.column}`, MARK[r.outcome]]));
  const claims = rows.map((row) => claimOf(v, row));
  return [
    `| | ${rows.map(cell).join(' | ')} |`, `| --- |${' :-: |'.repeat(rows.length)}`,
    ...columns.map((c) => `| ${cell(c)} | ${rows.map((r) => at.get(`${r}\n${c}`) ?? ' ').join(' | ')} |`),
    ...(claims.some(Boolean) ? [`| **claim** | ${claims.join(' | ')} |`] : []),
  ];
}

function reasonsOf(results) {
  const by = new Map();
  for (const r of results.filter((x) => x.outcome === 'not_applicable')) {
    const key = `${r.column}\n${r.detail}`;
    by.set(key, [...(by.get(key) ?? []), r.row]);
  }
  return [...by].map(([key, rows]) => {
    const [column, reason] = key.split('\n');
    return `| ${cell(column)} | ${cell([...new Set(rows)].join(', '))} | ${cell(reason)} |`;
  });
}

/** Figures of the long walks, in Markdown. */
export function walksText(vendors, { seconds, rows }) {
  const one = (n) => (n === undefined ? '' : n.toFixed(1));
  const lines = [
    '# Long walks', '', `<!-- Written by npm run conformance -- --rows ${rows}. Do not edit. -->`, '',
    `Every entity of every connector, ${rows.toLocaleString('en-US')} rows in its sandbox, walked to the end: after a third the process is replaced by one that knows only the cursor, after two thirds three rows change`,
    '(one behind the place of the walk, one near it, one ahead). Until then each row came exactly once; in the end none is missing, and the reader knows of the changed ones what a reader knows that begins anew.',
    'Growth is the heap in use after garbage collection near the end, less that after a fifth of the walk; the sandbox\'s books are in both. A vendor that answers with everything at once has no second point to compare.',
    '`repeated`: unchanged rows that came again in the same walk after the change. A vendor that pages by offset lets rows shift, the walk then begins anew, and what the process before had delivered is not known to this one.',
    '`told again`: rows that the next walk delivered once more, for the same reason. A process that forgot may repeat, never skip; the store recognizes what it knows by its version.', '',
    `It took ${seconds} s.`, '',
    '| connector | entity | outcome | pages | seeding s | walk s | heap early MB | growth MB | repeated | told again |', '| --- | --- | :-: | --: | --: | --: | --: | --: | --: | --: |',
  ];
  for (const v of vendors) {
    for (const r of v.results.filter((x) => x.suite === 'walks')) {
      const f = r.figures ?? {};
      lines.push(`| ${v.title} | ${r.row} | ${MARK[r.outcome]} | ${f.pages ?? ''} | ${one(f.seed_s)} | ${one(f.walk_s)} | ${one(f.heap_early_mb)} | ${one(f.heap_growth_mb)} | ${f.repeated ?? ''} | ${f.told_again ?? ''} |`);
    }
  }
  const failed = vendors.flatMap((v) => v.results.filter((r) => r.suite === 'walks' && r.outcome === 'failed').map((r) => `- ${v.title} ${r.row}: ${firstLines(r.detail).split('\n').slice(0, 3).join(' ')}`));
  return `${[...lines, ...(failed.length ? ['', 'Failed:', '', ...failed] : [])].join('\n')}\n`;
}
