import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Stored {
  payload: AdapterPayload;
  ends: number;
}

const SWEEP_MS = 60_000;

/**
 * Sessions, codes and grants in memory, gone with the process: after a restart people sign in again. Access tokens are
 * JWTs and are not stored at all. One store per provider; `adapterFor` gives the view of one kind that the provider wants.
 */
export class MemoryStore {
  private readonly items = new Map<string, Stored>();
  private sweepAt = 0;

  constructor(private readonly now: () => number = Date.now) {}

  adapterFor(kind: string): Adapter {
    const key = (id: string) => `${kind}:${id}`;
    const first = async (where: (p: AdapterPayload) => boolean) => [...this.living(`${kind}:`)].find(([, s]) => where(s.payload))?.[1].payload;
    return {
      upsert: async (id, payload, expiresInS) => {
        this.sweep();
        this.items.set(key(id), { payload, ends: expiresInS ? this.now() + expiresInS * 1_000 : Number.POSITIVE_INFINITY });
      },
      find: async (id) => this.get(key(id)),
      findByUid: (uid) => first((p) => p.uid === uid),
      findByUserCode: (userCode) => first((p) => p.userCode === userCode),
      consume: async (id) => {
        const payload = this.get(key(id));
        if (payload) payload.consumed = Math.floor(this.now() / 1_000);
      },
      destroy: async (id) => void this.items.delete(key(id)),
      revokeByGrantId: async (grantId) => {
        for (const [k, s] of this.living(`${kind}:`)) if (s.payload.grantId === grantId) this.items.delete(k);
      },
    };
  }

  private get(key: string): AdapterPayload | undefined {
    const found = this.items.get(key);
    return found && found.ends > this.now() ? found.payload : undefined;
  }

  private *living(prefix: string): Iterable<[string, Stored]> {
    for (const entry of this.items) if (entry[0].startsWith(prefix) && entry[1].ends > this.now()) yield entry;
  }

  private sweep(): void {
    if (this.now() < this.sweepAt) return;
    this.sweepAt = this.now() + SWEEP_MS;
    for (const [key, item] of this.items) if (item.ends <= this.now()) this.items.delete(key);
  }
}
