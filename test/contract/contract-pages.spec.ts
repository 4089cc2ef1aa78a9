import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Decimal } from 'decimal.js';

const FOLDER = resolve(__dirname, '../../docs/contracts');
const pages = readdirSync(FOLDER).filter((f) => f.endsWith('.md'));
const BLOCK = /<!-- example:[a-z-]+ [a-z]+ -->\n([\s\S]*?)<!-- end -->/g;
const FORMULA = /`([-\d.(][-\d.()+x/ ]*) = (-?[\d,]+(?:\.\d+)?)`/g;

/** A sum of products, as a pocket calculator takes it: `+ - x /` and parentheses. */
function worked(formula: string): Decimal {
  const tokens = formula.match(/\d+(?:\.\d+)?|[-+x/()]/g) ?? [];
  const number = (): Decimal => {
    const token = tokens.shift();
    if (token === '-') return number().negated();
    if (token !== '(') return new Decimal(token ?? 'nothing');
    const inner = terms();
    tokens.shift();
    return inner;
  };
  const factors = (): Decimal => {
    let value = number();
    while (tokens[0] === 'x' || tokens[0] === '/') value = tokens.shift() === 'x' ? value.times(number()) : value.dividedBy(number());
    return value;
  };
  const terms = (): Decimal => {
    let value = factors();
    while (tokens[0] === '+' || tokens[0] === '-') value = tokens.shift() === '+' ? value.plus(factors()) : value.minus(factors());
    return value;
  };
  return terms();
}

describe.each(pages.filter((f) => f !== 'README.md'))('docs/contracts/%s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const generated = [...text.matchAll(BLOCK)].map(([, block]) => block).join('\n');
  const prose = text.replace(BLOCK, '');
  const formulas = [...prose.matchAll(FORMULA)].map(([, formula, result]) => ({ formula: formula!, result: result! }));

  it('can be followed with a calculator', () => {
    expect(formulas.length).toBeGreaterThan(0);
    const places = (result: string) => result.split('.')[1]?.length ?? 0;
    expect(formulas.map((f) => `${f.formula} = ${worked(f.formula).toDecimalPlaces(places(f.result), Decimal.ROUND_HALF_UP).toFixed(places(f.result))}`)).toEqual(formulas.map((f) => `${f.formula} = ${f.result.replaceAll(',', '')}`));
  });

  it('says no amount that the books do not say', () => {
    const amounts = [...prose.matchAll(/(?<![\d.])-?\d[\d,]*\.\d\d(?![\d.])/g)].map(([amount]) => amount).filter((amount) => Number(amount.replaceAll(',', '')) >= 1 || amount.startsWith('-'));
    const said = generated.replaceAll(',', '');
    expect(amounts.filter((amount) => !said.includes(amount.replaceAll(',', '')))).toEqual([]);
  });

  it('is in the index, and its tables are filled', () => {
    expect(readFileSync(join(FOLDER, 'README.md'), 'utf8')).toContain(`](${file})`);
    expect([...text.matchAll(/<!-- example:([a-z-]+ [a-z]+) -->\n<!-- end -->/g)].map(([, name]) => name)).toEqual([]);
  });
});
