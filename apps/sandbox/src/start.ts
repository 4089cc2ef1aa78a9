import { startVendor, type StartedVendor, type Vendor } from '../kernel/src/index.js';
import type { SandboxOptions } from './options.js';

/** A sandbox that is serving. */
export interface StartedSandbox {
  /** Base address by vendor name. */
  vendors: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts the chosen vendors; when one of them cannot start, none stays up. */
export async function startSandbox(all: readonly Vendor[], options: SandboxOptions): Promise<StartedSandbox> {
  const unknown = options.vendors?.filter((name) => !all.some((vendor) => vendor.name === name)) ?? [];
  if (unknown.length) throw new Error(`unknown vendor ${unknown.join(', ')}; there are ${all.map((vendor) => vendor.name).join(', ')}`);
  const started = new Map<string, StartedVendor>();
  const stop = async (): Promise<void> => void (await Promise.all([...started.values()].map((vendor) => vendor.stop())));
  try {
    for (const vendor of all) {
      if (options.vendors && !options.vendors.includes(vendor.name)) continue;
      started.set(vendor.name, await startVendor(vendor, { ...options, port: options.portBase + vendor.portOffset }));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { vendors: Object.fromEntries([...started].map(([name, vendor]) => [name, vendor.url])), stop };
}
