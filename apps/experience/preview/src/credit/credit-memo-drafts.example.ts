export const CREDIT_MEMO_EXAMPLES = {};
