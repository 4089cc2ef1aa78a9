import type { Books } from '../../../kernel/src/index.js';
import { workerByNumber } from '../people/find.js';
import { ORGANIZATION_TYPES, organizationsOf, supervisoryOf } from '../people/organization.js';
import { descriptorOf, idTypeOf, type Viewpoint, type Worker } from '../people/worker.js';
import { widOf } from '../wid.js';
import { group, leaf, referenceNode, type Node } from './xml.js';

/** Organization_Data: one Worker_Organization_Data for each organization the worker belongs to. */
export function organizationData(books: Books, worker: Worker, view: Viewpoint): Node {
  return group('Organization_Data', organizationsOf(books, worker, view).map((o) => group('Worker_Organization_Data', [
    referenceNode('Organization_Reference', { WID: o.wid, Organization_Reference_ID: o.code }, o.name),
    group('Organization_Data', [
      leaf('Organization_Reference_ID', o.code),
      leaf('Organization_Code', o.code),
      leaf('Organization_Name', o.name),
      referenceNode('Organization_Type_Reference', { WID: widOf('organization_type', o.type), Organization_Type_ID: o.type }, ORGANIZATION_TYPES[o.type]),
    ]),
  ])));
}

/** Management_Chain_Data: the teams above the worker, nearest first. */
export function managementChain(books: Books, worker: Worker, view: Viewpoint): Node {
  const links: Node[] = [];
  const seen = new Set<string>();
  for (let below: Worker | undefined = worker; below?.manager && !seen.has(below.manager);) {
    seen.add(below.manager);
    const team = supervisoryOf(books, below, view)!;
    const head = workerByNumber(books, below.manager, view);
    links.push(group('Management_Chain_Data', [
      referenceNode('Organization_Reference', { WID: team.wid, Organization_Reference_ID: team.code }, team.name),
      group('Manager', [head && referenceNode('Worker_Reference', { WID: head.wid, [idTypeOf(head)]: head.worker_id }, descriptorOf(head))]),
    ]));
    below = head;
  }
  return group('Management_Chain_Data', [group('Worker_Supervisory_Management_Chain_Data', links)]);
}
