type Fields = Record<string, unknown>;

export interface CrmContract {
  id: string;
  number: string;
}

/** A line as the account team writes it, with the price steps of its meter. */
export interface CrmLine {
  line: Fields;
  usage?: Fields;
}

/** What an account team does in the CRM sandbox: contracts are signed, and changes of them agreed. */
export class CrmDesk {
  private account: string | undefined;

  constructor(private readonly url: string) {}

  /** A contract of US01 in US dollars with its lines, signed. */
  async sign(terms: { start: string; months: number; lines: CrmLine[] }): Promise<CrmContract> {
    this.account ??= await this.save('Account', {
      Name: 'Borealis', Type: 'Customer', CurrencyIsoCode: 'USD', BillingStreet: '1 Main Street', BillingCity: 'Boston', BillingPostalCode: '02108', BillingCountryCode: 'US', Client_Number__c: 'C-9001', Legal_Name__c: 'Borealis Inc', Tax_Profile__c: 'US', Payment_Terms__c: 'NET30',
      PO_Required__c: false, Invoice_Grouping__c: 'contract', Status__c: 'Active',
    });
    const id = await this.save('Contract', { Name: 'Services', AccountId: this.account, Status: 'Draft', StartDate: terms.start, ContractTerm: terms.months, CurrencyIsoCode: 'USD', Legal_Entity__c: 'US01', Payment_Terms__c: 'NET30' });
    const rows = (await (await fetch(`${this.url}/__sandbox/tables/Contract`)).json()) as { id: string; ContractNumber: string }[];
    const number = rows.find((row) => row.id === id)!.ContractNumber;
    for (const one of terms.lines) await this.line('Contract_Line__c', { Contract__c: id }, number, one);
    await this.act('activate_contract', { contract: id, signed_date: terms.start });
    return { id, number };
  }

  /** An amendment with its lines as they shall be; `agreed`: by client and revenue accounting, else it is only submitted. */
  async amend(contract: CrmContract, terms: { number: number; fields: Fields; changes: (CrmLine & { action: 'Add' | 'Change' })[]; agreed?: boolean }): Promise<string> {
    const id = await this.save('Contract_Amendment__c', { Name: `${contract.number} amendment ${terms.number}`, Contract__c: contract.id, CurrencyIsoCode: 'USD', Amendment_Number__c: terms.number, Status__c: 'Draft', ...terms.fields });
    for (const { action, ...one } of terms.changes) await this.line('Contract_Amendment_Line__c', { Amendment__c: id }, contract.number, { ...one, line: { Action__c: action, ...one.line } });
    await this.save('Contract_Amendment__c', { Status__c: 'Submitted' }, id);
    if (terms.agreed !== false) await this.save('Contract_Amendment__c', { Status__c: 'Approved', Client_Approved__c: true, Approved_Date__c: terms.fields['Effective_Date__c'], Revenue_Approved_By__c: 'rhea.revenue' }, id);
    return id;
  }

  private async line(type: string, owner: Fields, number: string, { line, usage }: CrmLine): Promise<void> {
    const name = `${number} line ${line['Line_Number__c']}`;
    if (usage) await this.save('Contract_Usage_Price__c', { Name: `${name} step 1`, ...owner, Line_Number__c: line['Line_Number__c'], CurrencyIsoCode: 'USD', Tier__c: 1, Mode__c: 'Graduated', ...usage });
    await this.save(type, { Name: name, ...owner, CurrencyIsoCode: 'USD', ...line });
  }

  private async save(type: string, fields: Fields, record?: string): Promise<string> {
    return (await this.act('save', { type, fields, ...(record ? { record } : {}) }))[0]!;
  }

  private async act(name: string, item: object): Promise<string[]> {
    const answer = await fetch(`${this.url}/__sandbox/actions/${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(item) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${name}: ${answer.status} ${text}`);
    return (JSON.parse(text) as { ids: string[] }).ids;
  }
}
