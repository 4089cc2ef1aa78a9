// What was told as Markdown: one table for each question a controller asks. Text and amounts are those of the APIs and the ERP's books; nothing is worked out here but sums of a month's postings.

/** 8550.5 as 8,550.50: decimal text in, text out. */
export function money(text) {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  const shown = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
  return `${sign && /[1-9]/.test(shown) ? '-' : ''}${shown}`;
}

const SCALE = 8;
/** Adds decimal texts exactly. */
function sum(texts) {
  const total = texts.reduce((t, text) => {
    const [whole, fraction = ''] = text.replace('-', '').split('.');
    const units = BigInt(whole + fraction.padEnd(SCALE, '0'));
    return text.startsWith('-') ? t - units : t + units;
  }, 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(SCALE + 1, '0');
  return `${total < 0n ? '-' : ''}${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`;
}

const table = (heads, rows) => [`| ${heads.join(' | ')} |`, `|${heads.map((h) => (/^(net|tax|total|debit|credit|amount|price|quantity|recognized|billed|contract asset|contract liability|receivable|paid|credited|granted|rolled in|drawn|rolled out|expired|refunded|overage)$/.test(h) ? ' ---: |' : ' --- |')).join('')}`, ...rows.map((r) => `| ${r.map((cell) => String(cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`)].join('\n');

/** Documents in order of date, with a name each that is the same in every run: the ERP numbers them as they come. */
export function named(told) {
  const key = (d) => `${d.invoice_date} ${d.kind === 'invoice' ? 1 : 0} ${d.lines.map((l) => `${l.service_from ?? ''} ${l.description}`).sort().join()}`;
  const count = { invoice: 0, credit_memo: 0 };
  return told.documents.slice().sort((a, b) => (key(a) < key(b) ? -1 : 1)).map((d) => ({ ...d, name: `${d.kind === 'invoice' ? 'invoice' : 'credit memo'} ${++count[d.kind]}` }));
}

/** The ERP's numbers in a text, replaced by the names of the documents. */
const readable = (text, documents) => documents.reduce((t, d) => (d.invoice_number ? t.replaceAll(`invoice ${d.invoice_number}`, d.name).replaceAll(`Invoice ${d.invoice_number}`, `Invoice ${d.name.split(' ').at(-1)}`).replaceAll(d.invoice_number, d.name) : t), text);

const json = (value) => JSON.stringify(value);

/** A contract's lines in the canonical model, a member to a row. */
export function terms(contract) {
  const lines = contract.lines.map((line) => `{\n${Object.entries(line).filter(([name]) => !['status', 'description'].includes(name)).map(([name, value]) => `  ${json(name)}: ${json(value)}`).join(',\n')}\n}`);
  return ['```json', lines.join(',\n'), '```'].join('\n');
}

/** The same as sales keys it in: the fields of each line, its bills, its usage prices. */
export function crm(lines) {
  const fields = (record) => Object.entries(record).filter(([, v]) => !Array.isArray(v)).map(([name, v]) => `\`${name}\` ${v}`).join(', ');
  const rows = lines.flatMap((line) => [['`Contract_Line__c`', fields(line)], ...(line.bills ?? []).map((bill) => ['`Contract_Schedule_Line__c`', fields(bill)]), ...(line.steps ?? []).map((step) => ['`Contract_Usage_Price__c`', fields(step)])]);
  return table(['record', 'fields'], rows);
}

/** Documents with their lines; what is not on one and not given up stands below. */
export function invoices(told) {
  const documents = named(told);
  const rows = documents.flatMap((d) => [
    ...d.lines.map((l, i) => [i === 0 ? d.invoice_date : '', i === 0 ? d.name : '', readable(l.description, documents), `${l.quantity} ${l.unit}`, money(l.unit_price), money(l.net), l.account_role.replaceAll('_', ' ')]),
    ['', `**${d.status.replaceAll('_', ' ')}**`, `net ${money(d.subtotal)}, tax ${money(d.tax_total)}, total ${money(d.total)}${Number(d.amount_paid) ? `, paid ${money(d.amount_paid)}` : ''}${Number(d.credited) ? `, credited ${money(d.credited)}` : ''}`, '', '', '', ''],
  ]);
  const waiting = told.events.filter((e) => ['held', 'capped', 'ready', 'deferred'].includes(e.status)).sort((a, b) => (`${a.event_date} ${a.part}` < `${b.event_date} ${b.part}` ? -1 : 1));
  const open = waiting.length === 0 ? '' : `\n\nNot on an invoice:\n\n${table(['date', 'what', 'quantity', 'price', 'net', 'standing'], waiting.map((e) => [e.event_date, `${e.description}${e.part === 'billable' ? '' : `, ${e.part.replaceAll('_', ' ')}`}`, `${e.quantity} ${e.unit}`, money(e.rate), money(e.net), `${e.status}${e.hold_reason ? `: ${e.hold_reason}` : ''}`]))}`;
  return table(['date', 'document', 'line', 'quantity', 'price', 'net', 'credits'], rows) + open;
}

const KINDS = [
  ['labor cost', (b) => /^(reversal of )?labor_cost/.test(b.memo)], ['expense cost', (b) => b.memo.startsWith('expense_cost')], ['invoice', (b) => b.type === 'CustInvc'], ['credit memo', (b) => b.type === 'CustCred'], ['payment', (b) => b.type === 'CustPymt'],
  ['recognition', (b) => b.memo.startsWith('recognition')], ['loss provision', (b) => b.memo.startsWith('loss_provision')], ['netting', (b) => b.memo.startsWith('balance_reclass')],
];
const rankOf = (b) => KINDS.findIndex(([, is]) => is(b));
const isZero = (text) => /^-?0*(\.0*)?$/.test(text);
/** What a posting of revenue is about: its obligation. */
const obligation = (memo) => / (\S+) \(line /.exec(memo)?.[1];

/** What stands in the ERP's books: every document with its accounts. Labor cost, a journal a timesheet, is summed by month. */
export function ledger(told) {
  const documents = named(told);
  const groups = new Map();
  for (const b of told.ledger) {
    const rank = rankOf(b);
    if (rank < 0) throw new Error(`a document of no known kind: ${json(b)}`);
    const month = b.date.slice(0, 7);
    const document = documents.find((d) => d.invoice_number === b.number);
    const what = rank === 0 ? 'labor cost of the month' : document?.name ?? (b.settles ? `payment of ${documents.find((d) => d.invoice_number === b.settles).name}` : KINDS[rank][0]);
    const key = rank === 0 ? `${month}-00 ${rank}` : `${b.date} ${rank} ${what}`;
    const g = groups.get(key) ?? { date: rank === 0 ? month : b.date, what, rank, postings: new Map() };
    for (const p of b.postings.filter((one) => !isZero(one.debit ?? one.credit))) {
      const about = rank === 5 ? obligation(p.memo) : undefined;
      const side = p.debit ? 'debit' : 'credit';
      const at = `${side === 'debit' ? 0 : 1} ${p.account} ${about ?? ''} ${rank === 0 ? '' : side}`;
      const known = g.postings.get(at) ?? { account: `${p.account} ${p.name}${about ? ` (${about})` : ''}`, side, amounts: [] };
      known.amounts.push(p[side]);
      g.postings.set(at, known);
    }
    groups.set(key, g);
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, g]) => g);
  const rows = sorted.flatMap((g) => [...g.postings].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, p], i) => [i === 0 ? g.date : '', i === 0 ? g.what : '', p.account, ...(p.side === 'debit' ? [money(sum(p.amounts)), ''] : ['', money(sum(p.amounts))])]));
  return table(['date', 'document', 'account', 'debit', 'credit'], rows);
}

/** Revenue events as posted. */
export function revenue(told) {
  const rows = told.revenue.slice().sort((a, b) => (`${a.period} ${a.obligation} ${a.kind}` < `${b.period} ${b.obligation} ${b.kind}` ? -1 : 1));
  return table(['month', 'obligation', 'kind', 'progress to date', 'amount'], rows.map((e) => [e.period, e.obligation, e.kind.replaceAll('_', ' '), e.progress_after ?? '', money(e.amount)]));
}

/** What stands at each month's end. */
export const balances = (told) => table(['month end', 'recognized', 'billed', 'contract asset', 'contract liability'], told.balances.map((b) => [b.month, ...['recognized', 'billed', 'contract_asset', 'contract_liability'].map((name) => money(b[name]))]));

/** The retainer's ledger by period. */
export const retainer = (told) => table(['period', 'granted', 'rolled in', 'drawn', 'rolled out', 'expired', 'refunded', 'overage'], told.retainer.map((r) => [r.period, r.granted, r.rollover_in, r.drawn, r.rollover_out, r.expired, r.refunded, r.overage]));

/** What was shown to a person, and when. */
export function exceptions(told) {
  if (told.exceptions.length === 0) return 'None.';
  const documents = named(told);
  const rows = told.exceptions.slice().sort((a, b) => (`${a.month} ${a.moment === 'before billing' ? 0 : 1} ${a.code}` < `${b.month} ${b.moment === 'before billing' ? 0 : 1} ${b.code}` ? -1 : 1));
  return table(['seen', 'exception', 'says', 'suggests'], rows.map((e) => [`${e.month}, ${e.moment}`, `\`${e.code}\``, readable(e.message, documents), e.suggested_action]));
}

/** What was asked for and refused. */
export function refusals(told) {
  const documents = named(told);
  return table(['asked', 'answer', 'says', 'fix'], told.refusals.map((r) => [r.asked, `${r.status} \`${r.code}\``, readable(r.detail, documents), r.fix]));
}
