import type { Ctx } from '../../../kernel/src/index.js';
import { descriptorOf, idTypeOf, type Viewpoint, type Worker } from '../people/worker.js';
import { denied, switchValue } from '../switches.js';
import type { Element } from './element.js';
import { GROUPS, readGetWorkers, type GetWorkers } from './get-workers-request.js';
import { selectWorkers } from './select-workers.js';
import { employmentData } from './worker-employment.js';
import { managementChain, organizationData } from './worker-organizations.js';
import { personalData } from './worker-personal.js';
import { group, leaf, referenceNode, type Node } from './xml.js';

/** Get_Workers: the answer's body element. Compensation is never there: the integration user has no such domain. */
export function getWorkers(ctx: Ctx, request: Element, version: string): string {
  const ask = readGetWorkers(request);
  const view: Viewpoint = { asOf: ask.asOf ?? ctx.now().toISOString().slice(0, 10), enteredBy: ask.enteredBy };
  const found = selectWorkers(ctx.books, ask, view);
  const page = ask.references ? found : found.slice((ask.page - 1) * ask.count, ask.page * ask.count);
  const results = group('Response_Results', [
    leaf('Total_Results', found.length), leaf('Total_Pages', ask.references ? 1 : Math.ceil(found.length / ask.count)), leaf('Page_Results', page.length), leaf('Page', ask.page),
  ]);
  const workers = page.map((worker) => workerNode(ctx, worker, ask, view));
  const body = [groupEcho(ask), results, group('Response_Data', workers)].filter((n) => n !== undefined).join('');
  return `<wd:Get_Workers_Response xmlns:wd="urn:com.workday/bsvc" wd:version="${version}">${body}</wd:Get_Workers_Response>`;
}

function groupEcho(ask: GetWorkers): Node {
  return group('Response_Group', GROUPS.slice(0, 6).map((name) => leaf(name, ask.groups.has(name))));
}

function workerNode(ctx: Ctx, worker: Worker, ask: GetWorkers, view: Viewpoint): Node {
  const { books } = ctx;
  const wants = ask.groups;
  const plain = switchValue<boolean>(books, 'plain_dates') === true;
  return group('Worker', [
    wants.has('Include_Reference') ? referenceNode('Worker_Reference', { WID: worker.wid, [idTypeOf(worker)]: worker.worker_id }, descriptorOf(worker)) : undefined,
    group('Worker_Data', [
      leaf('Worker_ID', worker.worker_id),
      leaf('User_ID', worker.email),
      wants.has('Include_Personal_Information') ? personalData(worker) : undefined,
      wants.has('Include_Employment_Information') ? employmentData(books, worker, view, plain) : undefined,
      wants.has('Include_Organizations') && !denied(books, 'organizations') ? organizationData(books, worker, view) : undefined,
      wants.has('Include_Management_Chain_Data') ? managementChain(books, worker, view) : undefined,
    ]),
  ]);
}
