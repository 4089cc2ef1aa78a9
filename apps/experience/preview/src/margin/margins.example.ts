export const MARGIN_EXAMPLES = {};
