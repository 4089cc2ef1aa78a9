/** Runs per property: 200 in the ordinary test, more with PROPERTY_RUNS (the long form uses 100000). */
export const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 200) };
