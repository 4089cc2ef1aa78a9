/** Digests of documents by `vendor type`. */
export type Books = Record<string, string[]>;

export function comparableBooks(vendors: string[], documentsOf: (vendor: string) => Promise<{ type: string; digest: Record<string, unknown> }[]>): Promise<Books>;
export function differences(twin: Books, books: Books): string[];
