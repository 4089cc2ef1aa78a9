// How libs/rules is mutated (docs/adr/0017-mutation-testing.md). Started by bin/mutation.mjs, which sets the folders and reads the report.
import { join } from 'node:path';

const work = join('.data', 'mutation');

export default {
  mutate: ['libs/rules/src/**/*.ts', '!libs/rules/src/**/*.spec.ts', '!libs/rules/src/{properties,testing}/**', '!libs/rules/src/index.ts'],
  // The copy that is mutated holds what the rules need and nothing else.
  ignorePatterns: ['**', '!libs', '!libs/canonical', '!libs/canonical/**', '!libs/rules', '!libs/rules/**', '!test', '!test/mutation', '!test/mutation/**', '!package.json'],
  tempDirName: join(work, 'copies'),
  buildCommand: 'node test/mutation/compile.mjs',
  testRunner: 'rules',
  plugins: ['./test/mutation/runner.mjs', './test/mutation/wording.mjs'],
  ignorers: ['wording'],
  coverageAnalysis: 'perTest',
  disableTypeChecks: false,
  incremental: true,
  incrementalFile: join(work, 'incremental.json'),
  reporters: ['json', process.stdout.isTTY ? 'progress' : 'progress-append-only'],
  jsonReporter: { fileName: join(work, 'report.json') },
  // Endless loops are counted out by the runner; this is for a machine under load, where a slow test must not pass for one that noticed.
  timeoutMS: 60_000,
  tsconfigFile: 'none.json',
  allowConsoleColors: false,
};
