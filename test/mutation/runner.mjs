// Runs the compiled specs of libs/rules inside one process, mutant after mutant. Jest would load every module anew for each of them;
// here only mutants of constants need that, because they act while a module loads.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, DryRunStatus, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import { expect } from 'expect';
import fc from 'fast-check';
import { bind } from 'jest-each';

const require = createRequire(import.meta.url);
/** The compiled rules in the mutated copy, which becomes the working directory after this module has loaded. */
const rules = () => resolve('dist', 'libs', 'rules');

// The same cases every time, so that the score of the same code is the same score.
fc.configureGlobal({ seed: 20_260_101 });

/** Compiled specs; properties last, because a mutant is done with at the first test that fails and they take longest. */
function specFiles() {
  const slow = (path) => (path.includes('properties') ? 1 : 0);
  return readdirSync(rules(), { recursive: true }).map((path) => join(rules(), path)).filter((path) => path.endsWith('.spec.js')).sort((a, b) => slow(a) - slow(b) || (a < b ? -1 : 1));
}

/** Loads the specs, and with them the rules, from nothing. The tests they define, in order. */
function load() {
  for (const path of Object.keys(require.cache)) if (path.startsWith(rules())) delete require.cache[path];
  const tests = [];
  let titles = [];
  const it = (title, run) => tests.push({ id: [...titles, title].join(' › '), folder: dirname(titles[0]), run });
  const describe = (title, define) => {
    titles.push(title);
    define();
    titles.pop();
  };
  it.each = bind(it);
  describe.each = bind(describe);
  Object.assign(globalThis, { expect, it, test: it, describe });
  for (const path of specFiles()) {
    titles = [path.slice(rules().length + 1)];
    require(path);
  }
  return tests;
}

async function failure(test) {
  expect.setState({ assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false });
  try {
    await test.run();
    return expect.extractExpectedAssertionsErrors()[0]?.error.message;
  } catch (error) {
    return error?.message || String(error);
  }
}

class RulesTestRunner {
  #context = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  #tests;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun({ coverageAnalysis, disableBail }) {
    this.#tests = load();
    const result = await this.#run(this.#tests, disableBail, coverageAnalysis === 'perTest');
    return result.status === DryRunStatus.Complete ? { ...result, mutantCoverage: this.#context.mutantCoverage } : result;
  }

  async mutantRun({ activeMutant, testFilter, disableBail, hitLimit, mutantActivation, reloadEnvironment }) {
    Object.assign(this.#context, { hitLimit, hitCount: hitLimit ? 0 : undefined, activeMutant: mutantActivation === 'static' ? activeMutant.id : undefined });
    try {
      if (!this.#tests || reloadEnvironment) this.#tests = load();
    } catch (error) {
      // A constant without which the rules do not load is a constant that every spec notices.
      this.#tests = undefined;
      return toMutantRunResult({ status: DryRunStatus.Complete, tests: [{ id: 'load', name: 'load', status: TestStatus.Failed, failureMessage: String(error), timeSpentMs: 0 }] });
    }
    this.#context.activeMutant = activeMutant.id;
    const asked = testFilter && new Set(testFilter);
    // The specs beside the mutated file notice most of its mutants, and the first that fails ends the run.
    const near = join('src', basename(dirname(activeMutant.fileName)));
    const [first, rest] = [[], []];
    for (const test of this.#tests) if (!asked || asked.has(test.id)) (test.folder === near ? first : rest).push(test);
    return toMutantRunResult(await this.#run([...first, ...rest], disableBail, false));
  }

  async #run(tests, disableBail, perTest) {
    const results = [];
    for (const test of tests) {
      if (perTest) this.#context.currentTestId = test.id;
      const started = performance.now();
      const failureMessage = await failure(test);
      const endless = determineHitLimitReached(this.#context.hitCount, this.#context.hitLimit);
      if (endless) return endless;
      results.push({ id: test.id, name: test.id, timeSpentMs: performance.now() - started, ...(failureMessage === undefined ? { status: TestStatus.Success } : { status: TestStatus.Failed, failureMessage }) });
      if (failureMessage !== undefined && !disableBail) break;
    }
    this.#context.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests: results };
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'rules', RulesTestRunner)];
