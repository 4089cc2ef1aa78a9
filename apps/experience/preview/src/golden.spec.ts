import 'reflect-metadata';
import { dec } from '#lib/canonical';
import * as rules from '#lib/rules';
import { type Call, filled, goldenCases, roundedFields } from '../../../../libs/rules/src/testing/golden-case.js';
import { GOLDEN_ROUTES } from './testing/golden-calls.js';
import { PreviewServer } from './testing/preview-server.js';

/** Families that the preview covers; of the others the cases that a route expresses. */
const FAMILIES = /^(RATE|TM|TAX|INV|REV|MOD|LOSS|UTL)-/;
const ALSO = ['MON-07', 'MON-08', 'MET-02', 'MET-03', 'MET-22', 'FF-02', 'FF-20', 'FX-01', 'FX-02', 'FX-20', 'BAL-01', 'BAL-02', 'BAL-23'];

/** Calls inside these cases that are no what-if of the preview: computed with the rules, so that later calls can refer to them. */
const NO_ROUTE: Record<string, string> = {
  roundMoney: 'a sum of figures of the case', sameAs: 'a figure of the case', overUnderBilling: 'contract balances are no preview', contractBalance: 'contract balances are no preview',
  billUnbilled: 'the movements of a posting', spreadRevenue: 'revenue by time card', retrospectivePrice: 'a price that changes for earlier units', realizedDifference: 'settlement of a posted item', revalue: 'revaluation of a posted item',
};
/** Cases of which nothing is left without those. */
const NOT_EXPRESSED = ['REV-08', 'REV-13'];

const all = goldenCases();
const covered = all.filter((c) => (FAMILIES.test(c.id) || ALSO.includes(c.id)) && !NOT_EXPRESSED.includes(c.id));
const routed = (step: Call): boolean => GOLDEN_ROUTES[step.call] !== undefined && !(step.with[0] as { minutes?: string }).minutes;

/** The answer's counterpart of what is expected; text that is the same number is the same figure. */
function counterpart(expected: unknown, actual: unknown): unknown {
  if (Array.isArray(expected)) return Array.isArray(actual) ? expected.map((e, i) => counterpart(e, actual[i])) : actual;
  if (expected !== null && typeof expected === 'object') return Object.fromEntries(Object.entries(expected).map(([k, v]) => [k, counterpart(v, (actual as Record<string, unknown> | null | undefined)?.[k])]));
  const number = /^-?\d+(\.\d+)?$/;
  return typeof expected === 'string' && typeof actual === 'string' && number.test(expected) && number.test(actual) && dec(expected).eq(actual) ? expected : actual;
}

let server: PreviewServer;
beforeAll(async () => void (server = await PreviewServer.start()));
afterAll(() => server.stop());

/** Asks the route and checks what the case publishes; the result is what later calls refer to. */
async function posted(step: Call, results: unknown[]): Promise<unknown> {
  const route = GOLDEN_ROUTES[step.call]!;
  const args = filled(step.with, results) as unknown[];
  const { status, body } = await server.post(route.path, route.body(...args));
  const refusal = step.throws ?? ((step.gives as { ok?: boolean; code?: string } | undefined)?.ok === false ? (step.gives as { code: string }).code : undefined);
  if (refusal) {
    expect([status, body.code]).toEqual([422, refusal]);
    return body;
  }
  if (status !== 200) throw new Error(`${step.call} answered ${status}: ${JSON.stringify(body)}`);
  const result = route.read(body, ...args);
  if (step.gives !== undefined) expect(counterpart(step.gives, result)).toEqual(step.gives);
  expect(roundedFields(step, result)).toEqual(step.gives_rounded ?? {});
  return result;
}

describe('published cases over HTTP', () => {
  test('every call of them has a route or a reason', () => {
    expect(covered.flatMap((c) => c.calls).filter((s) => !GOLDEN_ROUTES[s.call] && !NO_ROUTE[s.call]).map((s) => s.call)).toEqual([]);
    expect(covered.filter((c) => !c.calls.some((s) => routed(s) && (s.gives !== undefined || s.gives_rounded || s.throws))).map((c) => c.id)).toEqual([]);
  });

  test.each(covered.map((c) => [c.id, c.title, c] as const))('%s %s', async (_id, _title, c) => {
    const results: unknown[] = [];
    for (const step of c.calls) {
      if (routed(step)) results.push(await posted(step, results));
      else results.push(step.call === 'sameAs' ? checkSame(step, results) : (rules as any)[step.call](...(filled(step.with, results) as unknown[])));
    }
    expect.hasAssertions();
  });
});

function checkSame(step: Call, results: unknown[]): unknown {
  const [value] = filled(step.with, results) as unknown[];
  expect(counterpart(step.gives, value)).toEqual(step.gives);
  return value;
}
