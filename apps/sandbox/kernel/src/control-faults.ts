import { answer, refusal, type ControlCall, type Running } from './control.js';
import { faultProblem } from './fault.js';
import type { Reply } from './vendor.js';

/** GET faults · POST faults · DELETE faults · GET, DELETE faults/{id} */
export function controlFaults({ faults, executor }: Running, call: ControlCall): Reply {
  const id = call.parts[1];
  if (call.method === 'POST' && !id) {
    const problem = faultProblem(call.body ?? {});
    if (problem) return refusal(400, problem);
    const placed = faults.place(call.body);
    if (placed.kind === 'stale') executor.keep(placed.id);
    return answer(placed, 201);
  }
  if (call.method === 'GET') {
    const placed = faults.list();
    const one = placed.find((fault) => fault.id === id);
    if (id && !one) return refusal(404, `no fault ${id}`);
    return answer(id ? one : placed);
  }
  if (call.method === 'DELETE') {
    if (!id) faults.clear();
    else if (!faults.remove(id)) return refusal(404, `no fault ${id}`);
    return { status: 204 };
  }
  return refusal(405, `faults take GET, POST and DELETE`);
}
