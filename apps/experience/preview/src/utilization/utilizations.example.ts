export const UTILIZATION_EXAMPLES = {};
