// No binary float touches an amount, a rate, a price or hours (MON-1). Asks the TypeScript checker, so that counters and dates are not meant.
// node bin/exact-money.mjs [file …]   without files: the code that handles money. Ends with what is wrong and where.
import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Where amounts are handled: the rules, the language, the flows, the views, and what turns vendors' amounts into ours and back. */
const SCOPE = [/^libs\/(?:rules|canonical)\/src\//, /^apps\/(?:process|experience)\//, /^apps\/system\/[^/]+\/src\/(?:mappers|write|read)\//];
/** A line that says this, itself or the one above, is meant: a number that looks like an amount and is none. */
const MARK = /\/\/ not money: \S/;
/** Words for amounts, rates and hours. The second list counts only where the type is text or Decimal: as numbers they are counters. */
const STRONG = /^(?:amount|price|rate|cost|net|gross|fee|tax|revenue|margin|hours|quantity|subtotal|debit|credit|markup|discount|ssp|eac|etc|wip|backlog)$/;
const WEAK = /^(?:total|balance|value|sum|due|paid|cap|share|uplift|fte|percent|pct|retained|billed|earned|invoiced|recognized)$/;
const ARITHMETIC = new Map([
  [ts.SyntaxKind.PlusToken, '+'], [ts.SyntaxKind.MinusToken, '-'], [ts.SyntaxKind.AsteriskToken, '*'], [ts.SyntaxKind.SlashToken, '/'], [ts.SyntaxKind.PercentToken, '%'], [ts.SyntaxKind.AsteriskAsteriskToken, '**'],
  [ts.SyntaxKind.PlusEqualsToken, '+='], [ts.SyntaxKind.MinusEqualsToken, '-='], [ts.SyntaxKind.AsteriskEqualsToken, '*='], [ts.SyntaxKind.SlashEqualsToken, '/='],
]);
const ORDER = new Map([[ts.SyntaxKind.LessThanToken, '<'], [ts.SyntaxKind.LessThanEqualsToken, '<='], [ts.SyntaxKind.GreaterThanToken, '>'], [ts.SyntaxKind.GreaterThanEqualsToken, '>=']]);

/** What is wrong in the files given, as `path:line: text`. */
export function inexactMoney(files) {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const program = ts.createProgram(files, { ...options, types: ['node'], noEmit: true });
  const checker = program.getTypeChecker();
  return files.flatMap((file) => new Reader(checker, program.getSourceFile(file)).findings());
}

class Reader {
  constructor(checker, source) {
    this.checker = checker;
    this.source = source;
    this.lines = source.text.split('\n');
    this.found = [];
  }

  findings() {
    this.visit(this.source);
    return this.found;
  }

  visit(node) {
    if (ts.isCallExpression(node)) this.call(node);
    else if (ts.isPrefixUnaryExpression(node) && (node.operator === ts.SyntaxKind.PlusToken || node.operator === ts.SyntaxKind.MinusToken)) {
      if (!ts.isNumericLiteral(node.operand) && this.isAmount(node.operand)) this.report(node, `${node.operator === ts.SyntaxKind.PlusToken ? '+' : '-'}${node.operand.getText()} makes a binary float`);
    } else if (ts.isBinaryExpression(node)) this.binary(node);
    else if ((ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isParameter(node) || ts.isVariableDeclaration(node)) && node.type && ts.isIdentifier(node.name)) {
      if (node.type.kind === ts.SyntaxKind.NumberKeyword && STRONG.test(lastWord(node.name.text))) this.report(node, `${node.name.text} is declared a number; amounts are decimal text or Decimal`);
    }
    ts.forEachChild(node, (child) => this.visit(child));
  }

  call(node) {
    const name = node.expression.getText();
    const [first] = node.arguments;
    if (name === 'parseFloat' || name === 'Number.parseFloat') this.report(node, `${name}() makes a binary float`);
    else if ((name === 'Number' || name === 'parseInt' || name === 'Number.parseInt') && first && this.isAmount(first)) this.report(node, `${node.getText()} makes a binary float`);
    else if (name.startsWith('Math.') && node.arguments.some((a) => this.isAmount(ts.isSpreadElement(a) ? a.expression : a))) this.report(node, `${name}() calculates with binary floats`);
    else if (node.arguments.some((a, i) => this.isFloatGiven(a) && this.takesExact(node, i))) this.report(node, `${node.getText()} takes a binary float for an exact number; pass the text`);
    else if (ts.isPropertyAccessExpression(node.expression)) {
      const { expression: receiver, name: method } = node.expression;
      if (method.text === 'toNumber' && this.isDecimal(receiver)) this.report(node, `${node.getText()} makes a binary float`);
      if ((method.text === 'toFixed' || method.text === 'toPrecision') && this.isNumber(receiver)) this.report(node, `${method.text}() of a number rounds a binary float`);
    }
  }

  binary(node) {
    const kind = node.operatorToken.kind;
    const sign = ARITHMETIC.get(kind) ?? ORDER.get(kind);
    if (!sign) return;
    const sides = [node.left, node.right];
    const amounts = sides.filter((s) => this.isAmount(s));
    if (amounts.length === 0 || sides.some((s) => this.typeOf(s).flags & ts.TypeFlags.BigIntLike)) return;
    if (ORDER.has(kind)) {
      // Decimal texts compare as text: '9' > '10'. So do Decimals, by their valueOf.
      if (amounts.some((a) => !this.isNumber(a))) this.report(node, `${node.getText()} compares amounts as text; use a Decimal's lt, lte, gt, gte`);
      return;
    }
    // Text that is built around an amount is a message, not a sum; two amounts joined by + are a mistake either way.
    if (sign.startsWith('+') && amounts.length < 2 && sides.some((s) => !amounts.includes(s) && this.typeOf(s).flags & ts.TypeFlags.StringLike)) return;
    this.report(node, `${node.getText()} calculates with binary floats`);
  }

  /** `Number(text)`, `+text` or a fraction such as `0.1`. */
  isFloatGiven(given) {
    const node = ts.skipOuterExpressions(given, ts.OuterExpressionKinds.All);
    if (ts.isNumericLiteral(node)) return !Number.isSafeInteger(Number(node.text));
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.PlusToken) return true;
    return ts.isCallExpression(node) && /^(?:Number|parseFloat|Number\.parseFloat)$/.test(node.expression.getText());
  }

  /** Does the function called take an exact number in this place? */
  takesExact(call, index) {
    const parameter = this.checker.getResolvedSignature(call)?.parameters[index];
    if (!parameter?.valueDeclaration) return false;
    const type = this.checker.getTypeOfSymbolAtLocation(parameter, call);
    const written = parameter.valueDeclaration.type?.getText() ?? '';
    return type.aliasSymbol?.name === 'DecimalInput' || /\bDecimalInput\b|Decimal\.Value/.test(written);
  }

  /** Is this an amount, a rate or hours: by its type, by its name, or by what it was made from? */
  isAmount(given, depth = 0) {
    const node = ts.skipOuterExpressions(given, ts.OuterExpressionKinds.All);
    if (depth > 6 || ts.isNumericLiteral(node) || ts.isStringLiteralLike(node)) return false;
    if (this.isDecimal(node)) return true;
    if (ts.isConditionalExpression(node)) return this.isAmount(node.whenTrue, depth + 1) || this.isAmount(node.whenFalse, depth + 1);
    if (ts.isBinaryExpression(node)) return this.isAmount(node.left, depth + 1) || this.isAmount(node.right, depth + 1);
    if (ts.isCallExpression(node)) return this.madeFromAmount(node, depth);
    if (ts.isPropertyAccessExpression(node)) return this.named(node, node.name.text);
    if (ts.isElementAccessExpression(node)) return ts.isStringLiteralLike(node.argumentExpression) ? this.named(node, node.argumentExpression.text) : this.isPlural(node.expression) && this.named(node, singular(lastName(node.expression)));
    if (ts.isIdentifier(node)) return this.named(node, node.text) || this.fromDeclaration(node, depth);
    return false;
  }

  /** `String(amount)`, `amount.toFixed(2)`, `amount.trim()`: still the amount. */
  madeFromAmount(node, depth) {
    if (ts.isPropertyAccessExpression(node.expression)) return /^(?:toFixed|toString|trim|replace|replaceAll|slice|abs|negated|toNumber|valueOf)$/.test(node.expression.name.text) && this.isAmount(node.expression.expression, depth + 1);
    return /^(?:String|Number|parseFloat|plainDecimal|moneyText|roundMoney|text)$/.test(node.expression.getText()) && node.arguments.length > 0 && this.isAmount(node.arguments[0], depth + 1);
  }

  /** A constant is what it was set to; a destructured one what it was taken from. */
  fromDeclaration(node, depth) {
    const declaration = this.checker.getSymbolAtLocation(node)?.valueDeclaration;
    if (!declaration) return false;
    if (ts.isBindingElement(declaration) && declaration.propertyName && ts.isIdentifier(declaration.propertyName)) return this.named(node, declaration.propertyName.text);
    return ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined && !this.isNumber(node) && this.isAmount(declaration.initializer, depth + 1);
  }

  named(node, name) {
    const word = lastWord(name);
    if (this.isNumber(node)) return STRONG.test(word);
    return (STRONG.test(word) || WEAK.test(word)) && this.isText(node);
  }

  typeOf(node) {
    return this.checker.getTypeAtLocation(node);
  }

  parts(node) {
    const type = this.checker.getNonNullableType(this.typeOf(node));
    return type.isUnion() ? type.types : [type];
  }

  isDecimal(node) {
    return this.typeOf(node).aliasSymbol?.name === 'DecimalInput' || this.parts(node).some((t) => t.symbol?.name === 'Decimal' && Boolean(t.getProperty('toDecimalPlaces')));
  }

  isNumber(node) {
    const parts = this.parts(node);
    return parts.length > 0 && parts.every((t) => t.flags & ts.TypeFlags.NumberLike);
  }

  /** Text, or something that could be: rows of a query are `any`. */
  isText(node) {
    return this.parts(node).some((t) => t.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Any | ts.TypeFlags.Unknown));
  }

  isPlural(node) {
    return /s$/.test(lastName(node));
  }

  report(node, text) {
    const { line } = this.source.getLineAndCharacterOfPosition(node.getStart());
    if (MARK.test(this.lines[line]) || MARK.test(this.lines[line - 1] ?? '')) return;
    this.found.push(`${relative(ROOT, this.source.fileName)}:${line + 1}: ${text.length > 120 ? `${text.slice(0, 117)}...` : text} (MON-1)`);
  }
}

function lastName(node) {
  return ts.isIdentifier(node) ? node.text : ts.isPropertyAccessExpression(node) ? node.name.text : '';
}

function singular(name) {
  return name.replace(/s$/, '');
}

/** `labor_cost`, `laborCost` and `unitPrice` are a cost, a cost and a price; `hours_text` and `rates` are none. */
function lastWord(name) {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().split('_').at(-1);
}

function sources(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? (e.name === 'node_modules' || e.name === 'testing' ? [] : sources(join(dir, e.name))) : /\.tsx?$/.test(e.name) && !/\.(?:spec|d)\.ts$/.test(e.name) ? [join(dir, e.name)] : []));
}

/** The files of the product that handle money. */
export function moneyFiles() {
  return ['apps', 'libs'].flatMap((dir) => sources(join(ROOT, dir))).filter((file) => SCOPE.some((s) => s.test(relative(ROOT, file))));
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const named = process.argv.slice(2).map((file) => resolve(file));
  const files = named.length > 0 ? named : moneyFiles();
  const found = inexactMoney(files);
  for (const line of found) console.error(line);
  console.log(`exact money: ${found.length === 0 ? 'nothing to mend' : `${found.length} to mend`} in ${files.length} files`);
  process.exit(found.length === 0 ? 0 : 1);
}
