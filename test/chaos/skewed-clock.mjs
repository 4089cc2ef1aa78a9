// Loaded before everything else (--import): this process believes that it is CHAOS_SKEW_MS later, or earlier, than it is. Timers and the monotonic clock are as they were, as on a machine whose clock is set wrong.
const skew = Number(process.env.CHAOS_SKEW_MS ?? 0);
const TrueDate = Date;
if (skew !== 0) {
  globalThis.Date = new Proxy(TrueDate, {
    construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [TrueDate.now() + skew] : given, self),
    apply: () => new TrueDate(TrueDate.now() + skew).toString(),
    get: (target, name) => (name === 'now' ? () => TrueDate.now() + skew : Reflect.get(target, name)),
  });
}
