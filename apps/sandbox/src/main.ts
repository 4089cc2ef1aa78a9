import { startFirm, type StartedFirm, type VendorUrls } from '../firm/src/index.js';
import { readOptions, USAGE, type SandboxOptions } from './options.js';
import { startSandbox } from './start.js';
import { vendors } from './vendors.js';

/** Starts the sandbox, says where it is in one line of JSON, and stops when told to. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(`${USAGE}\n`);
  const options = readOptions(process.argv.slice(2), process.env);
  const sandbox = await startSandbox(vendors, options);
  const firm = await firmOf(sandbox.vendors, options).catch(async (error: unknown) => {
    await sandbox.stop();
    throw error;
  });
  process.stdout.write(`${JSON.stringify({ ready: true, vendors: sandbox.vendors, ...(firm ? { firm: firm.url } : {}) })}\n`);

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void Promise.all([firm?.stop(), sandbox.stop()]).then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (options.withParent) process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
}

/** The demo firm, at the port base itself, where all the vendors it works in are there. */
async function firmOf(urls: Record<string, string>, { portBase, host, dataDir }: SandboxOptions): Promise<StartedFirm | undefined> {
  const { salesforce, kantata, workday, netsuite } = urls as Partial<VendorUrls>;
  if (!salesforce || !kantata || !workday || !netsuite) return undefined;
  return startFirm({ port: portBase, host, urls: { salesforce, kantata, workday, netsuite }, dataDir });
}

main().catch((error: unknown) => {
  process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
