import { plus } from './exact.js';

/** The accounts of the sandbox's chart that contracts and revenue stand on; everything else is cost, tax, cash and receivables. */
export const CONTRACT_ACCOUNTS: Record<string, string> = { contract_asset: '1150', contract_liability: '2200', revenue_services: '4000', revenue_expense_reimbursement: '4100' };

/** What one account moved in one month by one kind of document, as the ERP's books have it; debits less credits. */
export interface Movement {
  /** `journal` in the entity's own currency; `document` (invoices and credit memos) in theirs. */
  by: 'journal' | 'document';
  legal_entity_code: string;
  currency: string;
  period: string;
  account: string;
  amount: string;
}

/** Debits and credits of the posted journals of one legal entity and month, and the numbers of those that do not balance. */
export interface JournalTotal {
  legal_entity_code: string;
  currency: string;
  period: string;
  journals: number;
  debit: string;
  credit: string;
  unbalanced: string[];
}

export interface ErpBooks {
  movements: Movement[];
  journals: JournalTotal[];
}

type Row = Record<string, string | undefined> & { id: string };

/** Reads what is posted in the ERP sandbox's own tables. `apart` names journals, by external id, that are not counted among the movements. */
export async function readErpBooks(sandbox: string, apart: ReadonlySet<string>): Promise<ErpBooks> {
  const table = async (name: string): Promise<Row[]> => (await (await fetch(`${sandbox}/__sandbox/tables/${name}`)).json()) as Row[];
  const by = async (name: string) => new Map((await table(name)).map((row) => [row.id, row]));
  const [subsidiaries, currencies, accounts] = [await by('subsidiary'), await by('currency'), await by('account')];
  const heads = new Map((await table('transaction')).filter((t) => t['posting'] === 'T' && t['voided'] !== 'T' && ['Journal', 'CustInvc', 'CustCred'].includes(t['type']!)).map((t) => [t.id, t]));
  const movements = new Map<string, Movement>();
  const journals = new Map<string, JournalTotal & { of: Map<string, string> }>();
  for (const line of await table('transactionline')) {
    const head = heads.get(line['transaction']!);
    if (!head) continue;
    const subsidiary = subsidiaries.get(head['subsidiary']!)!;
    const [legal_entity_code, currency, period] = [subsidiary['externalid']!, currencies.get(head['currency']!)!['symbol']!, head['trandate']!.slice(0, 7)];
    const amount = line['foreignamount'] ?? '0';
    const journal = head['type'] === 'Journal';
    if (journal) {
      const key = `${legal_entity_code} ${period}`;
      const total = journals.get(key) ?? { legal_entity_code, currency, period, journals: 0, debit: '0', credit: '0', unbalanced: [], of: new Map<string, string>() };
      journals.set(key, { ...total, debit: amount.startsWith('-') ? total.debit : plus(total.debit, amount), credit: amount.startsWith('-') ? plus(total.credit, amount.slice(1)) : total.credit });
      total.of.set(head['tranid']!, plus(total.of.get(head['tranid']!) ?? '0', amount));
    }
    const account = accounts.get(line['account'] ?? '')?.['acctnumber'];
    if (account === undefined || !Object.values(CONTRACT_ACCOUNTS).includes(account) || (journal && apart.has(head['externalid'] ?? ''))) continue;
    const key = [journal, legal_entity_code, currency, period, account].join(' ');
    const known = movements.get(key);
    movements.set(key, { by: journal ? 'journal' : 'document', legal_entity_code, currency, period, account, amount: plus(known?.amount ?? '0', amount) });
  }
  return { movements: [...movements.values()], journals: [...journals.values()].map(({ of, ...total }) => ({ ...total, journals: of.size, unbalanced: [...of].filter(([, rest]) => !/^-?[0.]+$/.test(rest)).map(([number]) => number) })) };
}
