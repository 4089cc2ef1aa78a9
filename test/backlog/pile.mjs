// What a firm does in a day while a vendor is away: time is approved and corrected, deals are won, invoices are released.

/** Fields of a deal that another deal of the same client and contract has as well. */
const KEPT = ['AccountId', 'Amount', 'CurrencyIsoCode', 'Legal_Entity__c', 'Practice__c', 'Region__c', 'Sold_Hours__c', 'Target_Margin__c', 'Start_Date__c', 'End_Date__c', 'Project_Manager__c'];
const FIRST_NUMBER = 7_001;
const WAVE = 400;
/** Every so many sheets one is sent back, shortened and approved again: its reversal and its replacement wait behind the first posting. */
const CORRECTED = 10;

/** Hands all entries in and approves them, one timesheet each. @returns the sheets as `{ id, entry }` */
export async function approve(stage, entries) {
  const sheets = [];
  for (let at = 0; at < entries.length; at += WAVE) {
    const wave = entries.slice(at, at + WAVE);
    const handed = await acted(stage, 'submit_timesheet', { sheets: wave.map(({ id, user_id, workspace_id }) => ({ user_id, workspace_id, line_item_ids: [id] })) });
    await acted(stage, 'approve_timesheet', { sheets: handed.map(({ id }) => ({ id })) });
    sheets.push(...handed.map(({ id }, n) => ({ id, entry: wave[n].id })));
  }
  return sheets;
}

/** One sheet in ten is sent back, shortened and approved again. @returns how many */
export async function correct(stage, sheets) {
  const wrong = sheets.filter((_, n) => n % CORRECTED === 0);
  await acted(stage, 'reopen_and_edit', { items: wrong.map(({ id, entry }) => ({ id, reason: 'Booked too much', edits: [{ entry_id: entry, time_in_minutes: 30 }], approve: true })) });
  return wrong.length;
}

/** Wins so many further deals under the contracts of deals that are set up. @returns their numbers */
export async function win(stage, count, from = FIRST_NUMBER) {
  const ready = new Set((await stage.rows(`select data->>'project_code' as code from canonical_record where entity = 'project' and status = 'active'`)).map((r) => r.code));
  const won = (await stage.control('salesforce', 'GET', 'tables/Opportunity?StageName=Closed Won')).filter((o) => ready.has(`${o.Legal_Entity__c}-${o.Opportunity_Number__c}`) && o.ContractId);
  if (won.length === 0) throw new Error('no deal is set up yet');
  const deals = Array.from({ length: count }, (_, n) => ({ number: `OPP-${from + n}`, like: won[n % won.length] }));
  const fields = ({ number, like }) => ({ ...Object.fromEntries(KEPT.map((f) => [f, like[f] ?? null])), Name: `${like.Name} again`, StageName: 'Needs Analysis', CloseDate: like.CloseDate, Opportunity_Number__c: number, Commercial_Approval__c: 'Draft' });
  await stage.control('salesforce', 'POST', 'actions/save', { items: deals.map((d) => ({ type: 'Opportunity', fields: fields(d) })) });
  await stage.control('salesforce', 'POST', 'actions/close_won', { items: deals.map(({ number, like }) => ({ opportunity: number, contract: like.ContractId, close_date: like.CloseDate })) });
  return deals.map((d) => d.number);
}

async function acted(stage, name, body) {
  const { items } = await stage.control('kantata', 'POST', `actions/${name}`, body);
  const refused = items.filter((i) => !i.ok);
  if (refused.length > 0) throw new Error(`${name}: ${refused.length} refused, first: ${JSON.stringify(refused[0].error)}`);
  return items;
}
