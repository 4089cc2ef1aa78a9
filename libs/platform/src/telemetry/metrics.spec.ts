import { collectProcessMetrics, counter, gauge, histogram, metricsText } from './metrics.js';

it('gives the same metric for the same name, so that modules loaded twice do not clash', async () => {
  counter('spec_events_total', 'Events', ['kind']).inc({ kind: 'a' });
  counter('spec_events', 'Events', ['kind']).inc({ kind: 'a' }, 2);
  expect(await metricsText()).toContain('spec_events_total{kind="a"} 3');
});

it('writes OpenMetrics: types, suffixes and the end mark', async () => {
  gauge('spec_depth', 'Depth', [], function () {
    this.set(7);
  });
  histogram('spec_seconds', 'Seconds', [], [1, 2]).observe(1.5);
  collectProcessMetrics();
  collectProcessMetrics();
  const text = await metricsText();
  expect(text).toMatch(/# TYPE spec_events counter/);
  expect(text).toContain('spec_depth 7');
  expect(text).toContain('spec_seconds_bucket{le="2"} 1');
  expect(text).toContain('process_resident_memory_bytes');
  expect(text).not.toContain('_total_total');
  expect(text.endsWith('# EOF\n')).toBe(true);
});
