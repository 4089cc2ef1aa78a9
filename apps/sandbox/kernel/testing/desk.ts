import { startVendor, type StartedVendor, type StartOptions, type Vendor } from '../src/index.js';

/** A started vendor with short calls for its control API, for tests. */
export interface Desk extends StartedVendor {
  control<T = any>(method: string, path: string, body?: unknown): Promise<T>;
  fault(fault: object): Promise<{ id: string }>;
}

/** Starts a vendor on a free port. */
export async function openDesk(vendor: Vendor, options: Partial<StartOptions> = {}): Promise<Desk> {
  const started = await startVendor(vendor, { port: 0, ...options });
  const control = async (method: string, path: string, body?: unknown): Promise<any> => {
    const answer = await fetch(`${started.url}/__sandbox/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  return { ...started, control, fault: (fault) => control('POST', 'faults', fault) };
}
