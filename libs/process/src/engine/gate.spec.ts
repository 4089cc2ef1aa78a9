import { Gate } from './gate.js';

const tick = () => new Promise((r) => setImmediate(r));

it('never lets more through than its width, and everyone in the end', async () => {
  const gate = new Gate(3);
  let running = 0;
  let most = 0;
  let done = 0;
  await Promise.all(Array.from({ length: 50 }, () => gate.run('delivery', async () => {
    most = Math.max(most, ++running);
    await tick();
    running--;
    done++;
  })));
  expect([most, done, gate.active]).toEqual([3, 50, 0]);
});

it('admits finance before delivery before analytics', async () => {
  const gate = new Gate(1);
  const order: string[] = [];
  const work = (q: 'finance' | 'delivery' | 'analytics') => gate.run(q, async () => void order.push(q));
  const first = gate.run('analytics', tick as () => Promise<unknown>);
  await tick();
  await Promise.all([first, work('analytics'), work('delivery'), work('finance'), work('delivery'), work('finance')]);
  expect(order).toEqual(['finance', 'finance', 'delivery', 'delivery', 'analytics']);
});

it('lets the one that waits longest in now and then, so that nobody starves', async () => {
  const gate = new Gate(1);
  const order: string[] = [];
  const first = gate.run('finance', tick as () => Promise<unknown>);
  await tick();
  const patient = gate.run('analytics', async () => void order.push('analytics'));
  const busy = Array.from({ length: 30 }, () => gate.run('finance', async () => void order.push('finance')));
  await Promise.all([first, patient, ...busy]);
  expect(order.indexOf('analytics')).toBeLessThan(12);
});

it('gives the slot back when the work fails', async () => {
  const gate = new Gate(1);
  await expect(gate.run('finance', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate.run('finance', async () => 'next')).toBe('next');
});
