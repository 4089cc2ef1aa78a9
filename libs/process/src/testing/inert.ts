const IMPORT = /^import (.+?) from ["']([^"']+)["'];$/gm;
/** What only serves HTTP: half of what a worker would load, and nothing of what it does. */
const FOR_HTTP = /^(@nestjs\/|@fastify\/|fastify$)/;

/** Collects what compiled files take from HTTP libraries and gives them things that do nothing instead, so that a worker is loaded in half the time. */
export class InertHttp {
  private readonly names = new Set<string>();

  /** The file's code with `#inert` in place of HTTP libraries. */
  strip(code: string): string {
    return code.replace(IMPORT, (all, what: string, from: string) => {
      if (!FOR_HTTP.test(from)) return all;
      for (const name of /\{(.*)\}/s.exec(what)?.[1]?.split(',') ?? []) this.names.add(name.trim().split(' as ')[0]!);
      return `import ${what} from "#inert";`;
    });
  }

  /** The module `#inert`: decorators that decorate nothing, classes without members. */
  module(): string {
    const of = (name: string) => `export const ${name} = ${name === 'createParamDecorator' ? '() => inert' : 'inert'};`;
    return `const nothing = function () {};
const inert = new Proxy(function () {}, { get: (_, k) => (typeof k === 'symbol' ? undefined : k === 'prototype' ? nothing.prototype : inert), apply: () => nothing, construct: () => ({}) });
export default inert;
${[...this.names].map(of).join('\n')}\n`;
  }
}
