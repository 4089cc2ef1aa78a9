import { engineState, isLaunched } from './state.js';

it('a request that comes before the engine runs is told to come again, not that we failed', () => {
  expect(isLaunched()).toBe(false);
  expect(() => engineState()).toThrow(expect.objectContaining({ class: 'vendor_unavailable', code: 'ENGINE_STARTING', retryAfterS: 1 }));
});
