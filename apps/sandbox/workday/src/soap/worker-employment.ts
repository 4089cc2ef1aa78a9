import type { Books } from '../../../kernel/src/index.js';
import { soapDate } from '../dates.js';
import { workerByNumber } from '../people/find.js';
import { placeOf } from '../people/place.js';
import { descriptorOf, idTypeOf, type Viewpoint, type Worker } from '../people/worker.js';
import { widOf } from '../wid.js';
import { group, leaf, referenceNode, type Node } from './xml.js';

/** Employment_Data: the primary job's position, and the status. */
export function employmentData(books: Books, worker: Worker, view: Viewpoint, plainDates: boolean): Node {
  return group('Employment_Data', [
    group('Worker_Job_Data', [positionData(books, worker, view, plainDates)], { Primary_Job: '1' }),
    statusData(worker, plainDates),
  ]);
}

function positionData(books: Books, worker: Worker, view: Viewpoint, plain: boolean): Node {
  const position = worker.position_id ?? `P-${worker.worker_id}`;
  const manager = workerByNumber(books, worker.manager, { ...view, enteredBy: view.enteredBy });
  return group('Position_Data', [
    referenceNode('Position_Reference', { WID: widOf('position', position), Position_ID: position }),
    leaf('Position_ID', position),
    leaf('Position_Title', worker.business_title),
    leaf('Business_Title', worker.business_title),
    leaf('Start_Date', soapDate(worker.hire_date, plain)),
    workerType(worker),
    leaf('Scheduled_Weekly_Hours', worker.scheduled_weekly_hours),
    leaf('Full_Time_Equivalent_Percentage', worker.fte_percent),
    jobProfile(worker.job_profile),
    site(books, worker.location),
    leaf('Position_Effective_Date', soapDate(worker.position_start, plain)),
    manager && referenceNode('Manager_as_of_last_detected_manager_change_Reference', { WID: manager.wid, [idTypeOf(manager)]: manager.worker_id }, descriptorOf(manager)),
  ]);
}

function workerType(worker: Worker): Node {
  const [type, id] = worker.kind === 'contingent' ? ['Contingent_Worker_Type_ID', 'Contractor'] : ['Employee_Type_ID', 'Regular'];
  return referenceNode('Worker_Type_Reference', { WID: widOf(type!, id!), [type!]: id }, id);
}

function jobProfile(code: string | undefined): Node {
  return code === undefined ? undefined : group('Job_Profile_Summary_Data', [referenceNode('Job_Profile_Reference', { WID: widOf('job_profile', code), Job_Profile_ID: code }), leaf('Job_Profile_Name', code)]);
}

function site(books: Books, code: string | undefined): Node {
  if (code === undefined) return undefined;
  const place = placeOf(books, code);
  return group('Business_Site_Summary_Data', [referenceNode('Location_Reference', { WID: widOf('location', code), Location_ID: code }, place.name), leaf('Name', place.name)]);
}

/** Active is 0 from the day after the last day; On_Leave is always said. */
function statusData(worker: Worker, plain: boolean): Node {
  const ended = worker.termination_date && soapDate(worker.termination_date, plain);
  return group('Worker_Status_Data', [
    leaf('Active', worker.active),
    leaf('Hire_Date', soapDate(worker.hire_date, plain)),
    leaf('Original_Hire_Date', soapDate(worker.original_hire_date, plain)),
    leaf('Continuous_Service_Date', soapDate(worker.hire_date, plain)),
    leaf('Terminated', worker.termination_date !== undefined && !worker.active),
    leaf('Termination_Date', ended),
    leaf('Termination_Last_Day_of_Work', ended),
    leaf('On_Leave', worker.on_leave === true),
  ]);
}
