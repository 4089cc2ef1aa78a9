const order = process.env.THROUGHLINE_CRASH_AT;
const [wanted, nth] = order ? [order.slice(0, order.lastIndexOf(':')), Number(order.slice(order.lastIndexOf(':') + 1))] : ['', 0];
let seen = 0;

/**
 * A named place where a test may kill this process for good (SIGKILL, nothing is cleaned up): `THROUGHLINE_CRASH_AT=effect.after-sent:3` dies at the third
 * passing. Without that variable it does nothing.
 */
export const crashPoint: (name: string) => void = order
  ? (name) => {
      if (name === wanted && ++seen === nth) process.kill(process.pid, 'SIGKILL');
    }
  : () => undefined;
