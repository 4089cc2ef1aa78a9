// What came of each example: read from the gateway's APIs and the ERP sandbox's books, nothing worked out here.

/** What no example means to show: the gateway itself could not go on. */
const FAULTS = ['EFFECT_REJECTED', 'EFFECT_UNCERTAIN', 'ECHO_MISMATCH', 'PROCESS_FAILED', 'RECON_BREAK', 'REVENUE_MISMATCH', 'VENDOR_UNAVAILABLE'];

export class Told {
  /** Notes the contracts as they were signed. */
  static async begin(stage) {
    const told = new Told();
    Object.assign(told, stage, { open: new Map(stage.kits.map((k) => [k.example.name, []])) });
    told.signed = await told.contracts();
    return told;
  }

  /** Notes the exceptions that are open now, each under the moment at which it was seen first. */
  async exceptions(month, moment) {
    const { exceptions } = await this.people.call('olga', 'GET', '/experience/operations/v1/exceptions?status=open&limit=500');
    for (const e of exceptions) {
      const k = this.kits.find((one) => isAbout(e, one));
      if (!k || FAULTS.includes(e.code)) throw new Error(`an exception that no example is about: ${e.code} ${e.business_key} ${e.message}`);
      const seen = this.open.get(k.example.name);
      if (!seen.some((s) => s.id === e.id)) seen.push({ ...e, month, moment });
    }
  }

  /** Everything, by example. Throws when a conservation law does not hold, or a document did not reach the ERP. */
  async all() {
    const api = (path) => this.people.call('fiona', 'GET', path);
    const { invoices } = await api('/process/time-to-invoice/v1/invoices?limit=500');
    const documents = await Promise.all(invoices.map((i) => api(`/process/time-to-invoice/v1/invoices/${i.id}`)));
    const stuck = documents.filter((d) => ['draft', 'released'].includes(d.status));
    if (stuck.length > 0) throw new Error(`not posted: ${stuck.map((d) => `${d.kind} of ${d.contract_number} ${d.subtotal}`).join(', ')}`);
    const [billing, revenue] = [await api('/process/time-to-invoice/v1/control-totals'), await api('/process/milestone-to-revenue/v1/control-totals')];
    if (!billing.holds || !revenue.holds) throw new Error(`a law does not hold: ${JSON.stringify({ billing, revenue })}`);
    const [amended, books] = [await this.contracts(), await ledger(this.desks.netsuite)];
    const positions = Object.fromEntries(await Promise.all(this.months.map(async (month) => [month, (await api(`/process/milestone-to-revenue/v1/contract-positions?as_of=${lastDay(month)}`)).positions])));
    const told = {};
    for (const k of this.kits) {
      const own = documents.filter((d) => d.contract_number === k.number);
      told[k.example.name] = {
        number: k.number, project: k.project, signed: this.signed.get(k.number), amended: amended.get(k.number), lines: k.example.lines, documents: own, refusals: k.refusals,
        events: (await api(`/process/time-to-invoice/v1/billing-events?contract_number=${k.number}&limit=500`)).billing_events,
        revenue: (await api(`/process/milestone-to-revenue/v1/revenue-events?contract_number=${k.number}&limit=500`)).revenue_events,
        retainer: billing.retainers.filter((r) => r.contract_number === k.number),
        ledger: books.filter((b) => b.projects.includes(k.project) || own.some((d) => d.invoice_number === b.number || d.invoice_number === b.settles)),
        balances: this.months.map((month) => ({ month, ...positions[month].find((p) => p.contract_number === k.number) })),
        exceptions: this.open.get(k.example.name),
      };
    }
    return told;
  }

  /** Contracts in the canonical model, as the system API of the CRM gives them, by number. */
  async contracts() {
    const { records } = await this.people.call('olga', 'GET', '/system/salesforce/v1/master/contracts?limit=500');
    return new Map(records.map((r) => [r.data.contract_number, r.data]));
  }

}

const isAbout = (e, k) => [e.business_key, e.message, JSON.stringify(e.context ?? {})].some((text) => text?.includes(k.number) || text?.includes(k.project)) || e.business_key.split(':').includes(k.user_id);
const lastDay = (month) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);

/** Every document that posts in the ERP's books, with its postings, account by account. */
async function ledger(desk) {
  const [transactions, lines, postings, accounts, jobs] = await Promise.all(['transaction', 'transactionline', 'transactionaccountingline', 'account', 'job'].map((table) => desk.rows(table)));
  const byId = (rows) => new Map(rows.map((row) => [row.id, row]));
  const [account, job, transaction] = [byId(accounts), byId(jobs), byId(transactions)];
  return transactions.filter((t) => t.posting === 'T').map((t) => {
    const own = lines.filter((l) => l.transaction === t.id);
    const lineOf = (p) => own.find((l) => String(l.line) === String(p.transactionline));
    return {
      date: t.trandate, type: t.type, number: t.tranid, memo: t.memo ?? '', settles: transaction.get(t.createdfrom)?.tranid,
      projects: [...new Set(own.map((l) => job.get(l.entity)?.entityid).filter(Boolean))],
      postings: postings.filter((p) => p.transaction === t.id && p.posting === 'T').map((p) => ({ account: account.get(p.account).acctnumber, name: account.get(p.account).acctname, debit: p.debit, credit: p.credit, memo: lineOf(p)?.memo ?? '' })),
    };
  });
}
