import type pg from 'pg';

/** Advisory lock under which one replica at a time makes or changes the engine's tables. */
const LOCK = 7_150_043;

/**
 * Runs `work` while no other replica does. The engine's migrations build indexes concurrently, which waits for every statement in
 * progress: a replica that waited for the lock inside a statement would be waited for in turn. So it looks again instead.
 */
export async function oneAtATime<T>(pool: pg.Pool, work: () => Promise<T>): Promise<T> {
  const session = await pool.connect();
  try {
    while (!(await session.query('select pg_try_advisory_lock($1) as ok', [LOCK])).rows[0].ok) await new Promise((resolve) => setTimeout(resolve, 50));
    try {
      return await work();
    } finally {
      await session.query('select pg_advisory_unlock($1)', [LOCK]);
    }
  } finally {
    session.release();
  }
}
