import { dec } from '#lib/canonical';
import { convert } from '#lib/rules';
import { spotRate } from '#lib/store';
import type { EntityManager } from 'typeorm';

export type Converted = { ok: true; amount: string; rate: string } | { ok: false; detail: string };

/** FX-2: an amount at the spot rate of the day. */
export async function convertAt(em: EntityManager, amount: string, from: string, to: string, date: string): Promise<Converted> {
  if (from === to) return { ok: true, amount, rate: '1' };
  const rate = await spotRate(em, from, to, date);
  if (!rate) return { ok: false, detail: `no exchange rate ${from} to ${to} for ${date}` };
  return { ok: true, amount: convert({ amount: dec(amount), rate, to_currency: to }).amount, rate };
}
