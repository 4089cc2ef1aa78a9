/** A shell block of a guide, with the HTTP statuses its calls should get. */
export interface GuideBlock {
  /** Heading above it and its number under that heading: `Release: by another person 2`. */
  name: string;
  script: string;
  /** Statuses of its calls in order; undefined when every call should succeed. */
  expect?: number[];
}

/** The `sh` blocks of a Markdown text, in order. `expect=202,409` behind `sh` names the statuses of the block's calls. */
export function guideBlocks(markdown: string): GuideBlock[] {
  const blocks: GuideBlock[] = [];
  let heading = '';
  let no = 0;
  for (const [, title, options, script] of markdown.matchAll(/^## (.+)$|^```sh(?: (.*))?\n([\s\S]*?)^```$/gm)) {
    if (title) [heading, no] = [title, 0];
    else blocks.push({ name: `${heading} ${++no}`, script: script!, ...(options ? { expect: options.replace(/^expect=/, '').split(',').map(Number) } : {}) });
  }
  return blocks;
}

/**
 * One bash script that runs the blocks one after the other in one shell and writes to `$STATUSES`: a line `# name` before each
 * block, then the status of each of its curl calls. `curl` is wrapped for that; what it prints stays what it prints.
 * `npm run -s token -- <name>` goes straight to the program behind it: a test neither installs nor builds.
 */
export function guideScript(blocks: GuideBlock[]): string {
  return [
    'set -u',
    `curl() { command curl --max-time 60 -w '%{stderr}%{http_code}\\n' "$@" 2>>"$STATUSES"; }`,
    `npm() { [ "$1 $2 $3 $4" = 'run -s token --' ] && node dist/apps/launcher/src/token.js "$5"; }`,
    ...blocks.map((b) => `echo '# ${b.name.replaceAll("'", '’')}' >>"$STATUSES"\n${b.script}`),
    `echo '# end' >>"$STATUSES"`,
  ].join('\n');
}

/** Statuses by block, from what the script wrote. */
export function statusesOf(written: string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  let block: number[] = [];
  for (const line of written.split('\n')) {
    if (line.startsWith('# ')) found.set(line.slice(2), (block = []));
    else if (/^\d{3}$/.test(line)) block.push(Number(line));
  }
  return found;
}
