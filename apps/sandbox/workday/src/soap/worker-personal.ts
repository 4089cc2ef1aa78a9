import type { Worker } from '../people/worker.js';
import { fullName } from '../people/worker.js';
import { widOf } from '../wid.js';
import { group, leaf, referenceNode, type Node } from './xml.js';

/** Personal_Data: names, and the work e-mail unless there is none. */
export function personalData(worker: Worker): Node {
  const detail = group('Name_Detail_Data', [leaf('First_Name', worker.first_name), leaf('Last_Name', worker.last_name)], { Formatted_Name: fullName(worker), Reporting_Name: `${worker.last_name}, ${worker.first_name}` });
  return group('Personal_Data', [
    group('Name_Data', [group('Legal_Name_Data', [detail]), group('Preferred_Name_Data', [detail])]),
    group('Contact_Data', [worker.email ? emailData(worker.email) : undefined]),
  ]);
}

function emailData(address: string): Node {
  const usage = group('Usage_Data', [
    group('Type_Data', [referenceNode('Type_Reference', { WID: widOf('usage', 'WORK'), Communication_Usage_Type_ID: 'WORK' }, 'Work')], { Primary: '1' }),
  ], { Public: '1' });
  return group('Email_Address_Data', [leaf('Email_Address', address), usage]);
}
