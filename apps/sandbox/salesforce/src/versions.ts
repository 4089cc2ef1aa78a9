import type { Ctx, Reply } from '../../kernel/src/index.js';

const RELEASES: [label: string, version: number][] = [
  ["Summer '23", 58], ["Winter '24", 59], ["Spring '24", 60], ["Summer '24", 61], ["Winter '25", 62], ["Spring '25", 63], ["Summer '25", 64], ["Winter '26", 65], ["Spring '26", 66],
];

/** GET /services/data: the versions on offer; no token needed, not counted. */
export const versions = (): Reply => ({ status: 200, body: RELEASES.map(([label, n]) => ({ label, url: `/services/data/v${n}.0`, version: `${n}.0` })) });

/** GET /services/data/vXX.X: the resources of a version. */
export function versionResources(ctx: Ctx): Reply {
  const base = `/services/data/${ctx.params.version}`;
  return { status: 200, body: Object.fromEntries(['sobjects', 'query', 'queryAll', 'composite', 'limits'].map((name) => [name, `${base}/${name}`])) };
}
