import { Gate, GateTimeout } from './gate.js';
import type { Lane } from './lane.js';

const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));

describe('the budget of a vendor', () => {
  it('concurrency is never exceeded by a hundred callers', async () => {
    const gate = new Gate({ concurrency: 3 });
    let now = 0;
    let peak = 0;
    await Promise.all(Array.from({ length: 100 }, async () => {
      const leave = await gate.enter('delivery', 5_000);
      peak = Math.max(peak, ++now);
      await sleep(Math.random() * 4);
      now -= 1;
      leave();
      leave();
    }));
    expect(peak).toBe(3);
    expect(gate.state).toMatchObject({ underWay: 0, waiting: 0 });
  });

  it('no window of one second holds more starts than allowed, and at least 95 % of the rate is used', async () => {
    const gate = new Gate({ concurrency: 100, perSecond: 50 });
    const starts: number[] = [];
    // As the gate lets them through: a machine that stalls wakes those who wait in a bunch, long after.
    const taking = gate as unknown as { take: () => () => void };
    const take = taking.take.bind(gate);
    taking.take = () => {
      starts.push(performance.now());
      return take();
    };
    await Promise.all(Array.from({ length: 120 }, async () => (await gate.enter('delivery', 10_000))()));
    expect(starts).toHaveLength(120);
    starts.sort((a, b) => a - b);
    const most = Math.max(...starts.map((s) => starts.filter((x) => x >= s && x < s + 1_000).length));
    expect(most).toBeLessThanOrEqual(50);
    expect(starts.at(-1)! - starts[0]!).toBeLessThan((2 * 1_000) / 0.95);
  });

  it('finance goes before delivery before analytics, and analytics is not starved for ever', async () => {
    const gate = new Gate({ concurrency: 1 });
    const first = await gate.enter('analytics', 1_000);
    const order: Lane[] = [];
    const waiting = (['analytics', ...Array<Lane>(10).fill('finance'), 'delivery'] as Lane[]).map(async (lane) => {
      const leave = await gate.enter(lane, 5_000);
      order.push(lane);
      leave();
    });
    first();
    await Promise.all(waiting);
    expect(order.slice(0, 7)).toEqual(Array(7).fill('finance'));
    expect(order[7]).toBe('analytics');
    expect(order.at(-1)).toBe('delivery');
  });

  it('a pause holds everybody, and one longer than the caller can wait is told at once', async () => {
    const gate = new Gate({ concurrency: 5 });
    gate.pause(120);
    const at = performance.now();
    (await gate.enter('finance', 1_000))();
    expect(performance.now() - at).toBeGreaterThanOrEqual(115);
    gate.pause(3_500);
    const refused = gate.enter('finance', 1_000);
    await expect(refused).rejects.toBeInstanceOf(GateTimeout);
    await expect(gate.enter('finance', 1_000)).rejects.toMatchObject({ retryAfterS: 4 });
  });

  it('whoever gave up waiting takes no place', async () => {
    const gate = new Gate({ concurrency: 1 });
    const leave = await gate.enter('finance', 1_000);
    await expect(gate.enter('finance', 20)).rejects.toBeInstanceOf(GateTimeout);
    leave();
    expect(gate.state).toMatchObject({ underWay: 0, waiting: 0 });
    (await gate.enter('finance', 20))();
  });
});
