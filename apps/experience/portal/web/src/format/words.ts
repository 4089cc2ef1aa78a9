const ACRONYMS = /\b(?:eac|fx|psa|crm|erp|hcm|gl)\b/g;

/** A word of the APIs as people read it: `finance_approver` and `MISSING_RATE` become `finance approver` and `missing rate`. */
export function words(term: string): string {
  if (term === 'it') return 'IT';
  return term.replace(/[_-]+/g, ' ').toLowerCase().replace(ACRONYMS, (acronym) => acronym.toUpperCase());
}

/** The same with a capital at the beginning. */
export function title(term: string): string {
  const text = words(term);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
