import { ProblemError } from '../api/problem';
import { onMany } from './bulk';

const problem = (status: number, retry_after_s?: number) => new ProblemError({ title: 'No', status, retry_after_s });

describe('a decision on many', () => {
  it('goes on behind one that fails and says which and why', async () => {
    const told: number[] = [];
    const end = await onMany([1, 2, 3, 4, 5, 6], async (n) => { if (n === 3) throw problem(409); }, (p) => told.push(p.done + p.failed.length));
    expect(end).toMatchObject({ count: 6, done: 5, failed: [{ item: 3, error: { status: 409 } }] });
    expect(told).toEqual([1, 2, 3, 4, 5, 6]);
  });
  it('waits where the server asks to, and sends the same one again', async () => {
    let refused = 2;
    const end = await onMany(['a'], async () => { if (refused-- > 0) throw problem(429, 0); }, () => undefined);
    expect(end).toEqual({ count: 1, done: 1, failed: [] });
  });
  it('has no more than four under way at a time', async () => {
    let now = 0, most = 0;
    await onMany(Array.from({ length: 20 }, (_, i) => i), async () => {
      most = Math.max(most, ++now);
      await new Promise((r) => setTimeout(r, 1));
      now--;
    }, () => undefined);
    expect(most).toBe(4);
  });
  it('starts nothing more once it is stopped', async () => {
    let done = 0;
    await onMany(Array.from({ length: 20 }, (_, i) => i), async () => void (done += 1), () => undefined, () => done >= 4, 1);
    expect(done).toBe(4);
  });
});
