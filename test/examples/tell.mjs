// Tells all examples in one firm at the same time, month by month, through the vendors' own systems and the gateway's own flows.
import { openStage } from '../bench/stage.mjs';
import { logMonth, staff } from './deliver.mjs';
import { openDesks, timeIs } from './desk.mjs';
import { EXAMPLES } from './deals/index.mjs';
import { atRest, bill, recognize, settled } from './finance.mjs';
import { Told } from './told.mjs';
import { sell } from './world/crm.mjs';
import { erpTables } from './world/erp.mjs';
import { hcmTables } from './world/hcm.mjs';
import { psaTables, roleCode } from './world/psa.mjs';

export const MONTHS = ['2026-07', '2026-08', '2026-09'];
/** What an hour costs, by role. */
const COST = { Consultant: '60', 'Senior Consultant': '100' };

const crewOf = (examples) => [{ number: 'E-1000', role_name: 'Senior Consultant' }, ...examples.map((e, n) => ({ number: `E-${1001 + n}`, role_name: e.role }))]
  .map((p) => ({ ...p, role: roleCode(p.role_name), cost: COST[p.role_name] }));

/** Boots sandbox, database and suite once, tells the examples named (all of them by default), and answers what came of each. */
export async function tellAll({ note = () => undefined, only } = {}) {
  const examples = EXAMPLES.filter((e) => !only || only.includes(e.name));
  const stage = await openStage({ EXPENSE_RECEIPT_THRESHOLDS: 'USD=75' });
  const { people } = stage;
  try {
    note('the suite is up');
    const desks = openDesks(stage.vendors);
    const crew = crewOf(examples);
    await timeIs(desks, '2026-06-20T08:00:00Z');
    await Promise.all([desks.netsuite.put(erpTables()), desks.workday.put(hcmTables(crew)), desks.kantata.put(psaTables(crew))]);
    await settled(people);
    note('master data are read');
    await timeIs(desks, '2026-06-26T09:00:00Z');
    const numbers = await sell(desks.salesforce, examples);
    await settled(people);
    note('projects are set up');
    const kits = examples.map((example, n) => ({ example, number: numbers[example.name], person: crew[n + 1], project: `US01-OPP-${example.name}`, refusals: [], documents: (who) => documentsOf(who, numbers[example.name]) }));
    await staff(desks.kantata, crew, kits);
    await settled(people);
    note('people are booked');
    const told = await Told.begin({ people, desks, kits, months: MONTHS });
    const acts = (moment, month) => kits.filter((k) => k.example[moment]?.[month]).map((k) => k.example[moment][month](k, desks, people));
    for (const month of MONTHS) {
      await timeIs(desks, `${month}-28T18:00:00Z`);
      await logMonth(desks.kantata, month, kits);
      await Promise.all(acts('before', month));
      await settled(people);
      await told.exceptions(month, 'before billing');
      if ((await Promise.all(acts('mended', month))).length > 0) await settled(people);
      note(`${month}: work is approved`);
      await bill(people, month, month);
      await Promise.all(acts('between', month));
      for (const k of kits.filter((one) => one.example.between?.[month])) await bill(people, month, `${month}-${k.number}`, k.number);
      note(`${month}: invoices are posted`);
      if ((await Promise.all(acts('after', month))).length > 0) await settled(people);
      await recognize(people, month);
      await atRest(people);
      await told.exceptions(month, 'after billing');
      note(`${month}: revenue is posted`);
    }
    return await told.all();
  } finally {
    await stage.close();
  }
}


async function documentsOf(people, contract) {
  const { invoices } = await people.call('fiona', 'GET', '/process/time-to-invoice/v1/invoices?limit=500');
  return invoices.filter((i) => i.contract_number === contract && i.status !== 'voided');
}
