import type { SettingDescription } from '#lib/platform';

/** Groups in the order in which an operator meets them; a vendor's groups stand at the end, under its own name. */
const GROUPS: readonly [group: string, title: string][] = [
  ['http', 'HTTP'], ['database', 'Database'], ['auth', 'Sign-in'], ['systems', 'Systems'], ['intake', 'Intake'], ['process', 'Processes'], ['revenue', 'Revenue'], ['finance_views', 'Finance views'], ['portal', 'Portal'],
  ['rate', 'Rate limits'], ['log', 'Log'], ['metrics', 'Metrics'], ['health', 'Health'],
];

/** Variables that are read before any group is: where the settings file is, and what marks every row. */
const EARLY: readonly [name: string, fallback: string, meaning: string][] = [
  ['THROUGHLINE_CONFIG', '', 'Path of a JSON file with settings by group and key.'],
  ['THROUGHLINE_TENANT', '`main`', 'Name of the firm; stands on every record and event. Set it before the first start and keep it.'],
  ['THROUGHLINE_DATA_REGION', '`default`', 'Data region written on every record.'],
];

const HEAD = `# Settings

Made by \`npm run docs:settings\` from the code. Do not edit it by hand.

A setting comes from the environment variable, else from the JSON file that \`THROUGHLINE_CONFIG\` names, else from the running program
(the suite knows its own addresses), else from the default. The file holds groups and keys: \`{"http": {"port": 4010}, "salesforce": {"base_url": "https://…"}}\`.
Everything is read and checked at start. What is missing or unreadable is listed at once, by variable, and the program does not start.
Durations are written \`500ms\`, \`30s\`, \`5m\`, \`1h\` or \`2d\`. Lists are separated by commas. Secrets are never printed, logged or shown here.
`;

/** The reference of all settings as Markdown: one table per group. Takes what `describeSettings()` gives after every app was imported. */
export function settingsReference(settings: readonly SettingDescription[]): string {
  const groups = [...new Set(settings.map((s) => s.group))];
  const known = GROUPS.filter(([group]) => groups.includes(group));
  const vendors = groups.filter((g) => !GROUPS.some(([group]) => group === g) && !g.endsWith('.limits')).sort();
  const ofGroup = (group: string) => settings.filter((s) => s.group === group);
  const sections = [
    ...known.map(([group, title]) => section(title, group, ofGroup(group))),
    ...vendors.flatMap((vendor) => [section(`Vendor: ${vendor}`, vendor, ofGroup(vendor)), section(`Limits of ${vendor}`, `${vendor}.limits`, ofGroup(`${vendor}.limits`))]),
  ];
  const early = ['## Read first', '', '| variable | default | meaning |', '| --- | --- | --- |', ...EARLY.map(([name, fallback, meaning]) => `| \`${name}\` | ${fallback} | ${meaning} |`), ''].join('\n');
  return [HEAD, early, ...sections].join('\n');
}

function section(title: string, group: string, settings: readonly SettingDescription[]): string {
  const rows = settings.map((s) => `| \`${s.env}\` | \`${s.key.slice(group.length + 1)}\` | ${typeOf(s)} | ${defaultOf(s)} | ${cell(s.doc)} |`);
  return [`## ${title}`, '', `Group \`${group}\`.`, '', '| variable | key | type | default | meaning |', '| --- | --- | --- | --- | --- |', ...rows, ''].join('\n');
}

function typeOf(s: SettingDescription): string {
  const kind = { duration_ms: 'duration', enum: s.values?.map((v) => `\`${v}\``).join(', ') ?? 'enum' }[s.type as string] ?? s.type;
  const bounds = [s.min === undefined ? '' : `from ${amount(s, s.min)}`, s.max === undefined ? '' : `to ${amount(s, s.max)}`].filter(Boolean).join(' ');
  return [kind, bounds && `(${bounds})`, s.secret && '(secret)'].filter(Boolean).join(' ');
}

function defaultOf(s: SettingDescription): string {
  if (s.required) return 'required';
  if (s.default === undefined || s.default === '' || (Array.isArray(s.default) && s.default.length === 0)) return '';
  return `\`${cell(Array.isArray(s.default) ? s.default.join(',') : amount(s, s.default))}\``;
}

/** Durations given in milliseconds as people write them. */
function amount(s: SettingDescription, value: unknown): string {
  if (s.type !== 'duration_ms' || typeof value !== 'number') return String(value);
  for (const [unit, ms] of [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1_000]] as const) if (value >= ms && value % ms === 0) return `${value / ms}${unit}`;
  return `${value}ms`;
}

/** Text that does not end a table cell. */
function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s+/g, ' ');
}
