/** How the sandbox was asked to start. */
export interface SandboxOptions {
  /** Folder of the journals; undefined keeps the books in memory. */
  dataDir: string | undefined;
  portBase: number;
  host: string;
  /** Names of the vendors to start; undefined starts all. */
  vendors: string[] | undefined;
  seed: string;
  /** Stop when standard input closes: the parent is gone. */
  withParent: boolean;
}

export const USAGE = `Starts the sandbox vendors, each on its own port.

  --data <folder|none>   where the books are kept (SANDBOX_DATA; default none: in memory)
  --port-base <n>        the demo firm listens at n, vendors at n+1, n+2, … (SANDBOX_PORT_BASE; default 4100)
  --host <address>       address to listen at (SANDBOX_HOST; default 127.0.0.1)
  --vendors <a,b>        only these (SANDBOX_VENDORS; default all)
  --seed <text>          seed of everything random (SANDBOX_SEED; default sandbox)
  --with-parent          stop when standard input closes`;

/** Reads flags, then the environment, then the defaults. Throws with a sentence for the user when something does not fit. */
export function readOptions(argv: string[], env: Record<string, string | undefined>): SandboxOptions {
  const flags = new Map<string, string>();
  const valued = ['data', 'port-base', 'host', 'vendors', 'seed'];
  for (let at = 0; at < argv.length; at++) {
    const [name = '', inline] = (argv[at] ?? '').replace(/^--/, '').split(/=(.*)/s);
    if (name === 'with-parent') flags.set(name, 'yes');
    else if (!valued.includes(name)) throw new Error(`unknown option ${argv[at]}\n\n${USAGE}`);
    else {
      const value = inline ?? argv[++at];
      if (value === undefined) throw new Error(`--${name} needs a value\n\n${USAGE}`);
      flags.set(name, value);
    }
  }
  const portBase = Number(flags.get('port-base') ?? env.SANDBOX_PORT_BASE ?? 4100);
  if (!Number.isInteger(portBase) || portBase < 1 || portBase > 65_000) throw new Error('--port-base must be a port number');
  const data = flags.get('data') ?? env.SANDBOX_DATA ?? 'none';
  const vendors = flags.get('vendors') ?? env.SANDBOX_VENDORS;
  return {
    dataDir: data === 'none' ? undefined : data,
    portBase,
    host: flags.get('host') ?? env.SANDBOX_HOST ?? '127.0.0.1',
    vendors: vendors ? vendors.split(',').map((name) => name.trim()).filter(Boolean) : undefined,
    seed: flags.get('seed') ?? env.SANDBOX_SEED ?? 'sandbox',
    withParent: flags.has('with-parent'),
  };
}
