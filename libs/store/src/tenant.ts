/** One deployment serves one firm; the id stands on every record so that stores can be merged or split later (glossary 1). */
export const TENANT = process.env.THROUGHLINE_TENANT ?? 'main';
export const DATA_REGION = process.env.THROUGHLINE_DATA_REGION ?? 'default';
