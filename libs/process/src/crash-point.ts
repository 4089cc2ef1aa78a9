type Armed = { name: string; nth: number };

const armed = read(process.env['THROUGHLINE_CRASH_AT']);
let passed = 0;

function read(setting: string | undefined): Armed | undefined {
  if (!setting) return undefined;
  const [name, nth = '1'] = setting.split(':');
  return { name: name!, nth: Number(nth) };
}

/**
 * A named place at which the process can be made to die as by `kill -9`, for tests of recovery: `THROUGHLINE_CRASH_AT=<name>:<nth pass>`.
 * Does nothing otherwise.
 */
export const crashPoint: (name: string) => void = armed
  ? (name) => {
      if (name === armed.name && ++passed === armed.nth) process.kill(process.pid, 'SIGKILL');
    }
  : () => undefined;
