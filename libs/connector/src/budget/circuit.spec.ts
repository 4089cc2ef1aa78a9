import { Circuit } from './circuit.js';

describe('the circuit', () => {
  let at = 0;
  const circuit = () => new Circuit(() => at);
  const fail = (c: Circuit, n: number) => { for (let i = 0; i < n; i++) c.unavailable(); };

  it('opens after five in a row, not before, and any answer starts the count anew', () => {
    const c = circuit();
    fail(c, 4);
    c.answered();
    fail(c, 4);
    expect(c.blockedMs()).toBe(0);
    fail(c, 1);
    expect(c.blockedMs()).toBe(1_000);
  });

  it('lets one caller try, doubles the wait when that fails, closes when it succeeds', () => {
    at = 0;
    const c = circuit();
    fail(c, 5);
    at = 1_000;
    expect(c.blockedMs()).toBe(0);
    expect(c.blockedMs()).toBeGreaterThan(0);
    c.unavailable();
    expect(c.blockedMs()).toBe(2_000);
    at = 3_000;
    expect(c.blockedMs()).toBe(0);
    c.answered();
    expect(c.blockedMs()).toBe(0);
    expect(c.open).toBe(false);
  });

  it('a caller that was let through but never asked gives the try back', () => {
    at = 0;
    const c = circuit();
    fail(c, 5);
    at = 1_000;
    expect(c.blockedMs()).toBe(0);
    c.notAsked();
    expect(c.blockedMs()).toBe(0);
  });
});
