export const TIME_PRICE_EXAMPLES = {};
