import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

function markdown(dir: string): string[] {
  return readdirSync(join(ROOT, dir), { withFileTypes: true }).flatMap((e) => {
    if (e.isDirectory()) return e.name === 'node_modules' || e.name === 'dist' ? [] : markdown(join(dir, e.name));
    return e.name.endsWith('.md') ? [join(dir, e.name)] : [];
  });
}

/** As GitHub makes the anchor of a heading. */
function anchors(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title]) => title!.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}

const files = ['README.md', ...markdown('docs'), ...markdown('apps'), ...markdown('libs')];
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe.each(files)('%s', (file) => {
  it('links only to what is there', () => {
    const broken = [...textOf(file).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, target]) => target!).filter((target) => {
      const [path, anchor] = target.split('#') as [string, string | undefined];
      const to = path ? resolve(ROOT, dirname(file), path) : join(ROOT, file);
      return !existsSync(to) || (anchor !== undefined && !anchors(to).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('names only commands of package.json', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = [...textOf(file).matchAll(/\bnpm run (?:-s )?([a-z][a-z0-9:-]*)/g)].map(([, name]) => name!);
    expect(named.filter((name) => !scripts[name])).toEqual([]);
  });

  it('names only files of the product that exist', () => {
    const named = [...textOf(file).matchAll(/`((?:apps|libs|bin|test)\/[A-Za-z0-9._/-]+\.(?:ts|mjs|md|json))`/g)].map(([, path]) => path!);
    // A page that shows how to add something names files that come to be by following it.
    expect(named.filter((path) => !existsSync(join(ROOT, path)) && !/^apps\/(?:system\/acme|process\/project-completion)\//.test(path))).toEqual([]);
  });
});

it('every decision is in the index', () => {
  const index = textOf('docs/adr/README.md');
  expect(readdirSync(join(ROOT, 'docs/adr')).filter((f) => /^\d{4}-/.test(f) && !index.includes(`](${f})`))).toEqual([]);
});

it('every app of the suite has its base path in the API guide', () => {
  const bases = [...textOf('apps/suite/src/apps.ts').matchAll(/'(\/process[a-z/-]*)'/g)].map(([, p]) => p!);
  expect(bases.length).toBeGreaterThanOrEqual(4);
  expect(bases.filter((p) => !textOf('docs/api-guide.md').includes(`\`${p}\``))).toEqual([]);
});
