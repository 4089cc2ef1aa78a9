import { WindowCounter } from './window-counter.js';

it('counts per key and starts over when the window has ended', () => {
  let now = 0;
  const counter = new WindowCounter(1_000, () => now);
  expect([counter.hit('a'), counter.hit('a'), counter.hit('b')].map((h) => h.hits)).toEqual([1, 2, 1]);
  now = 600;
  expect(counter.hit('a')).toEqual({ hits: 3, reset_ms: 400 });
  now = 1_000;
  expect(counter.peek('a')).toEqual({ hits: 0, reset_ms: 0 });
  expect(counter.hit('a')).toEqual({ hits: 1, reset_ms: 1_000 });
});

it('forgets keys that fell silent, so that many callers do not fill the memory', () => {
  let now = 0;
  const counter = new WindowCounter(1_000, () => now);
  for (let i = 0; i < 500; i++) counter.hit(`k${i}`);
  now = 2_500;
  counter.hit('new');
  expect((counter as unknown as { windows: Map<string, unknown> }).windows.size).toBe(1);
});
