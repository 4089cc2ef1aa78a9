export const INVOICE_DRAFT_EXAMPLES = {};
