export type { Books, Row, Table } from './books.js';
export { Abort, BadBody } from './vendor.js';
export type { Ctx, FaultWords, Handler, Reply, Router, SandboxDocument, Vendor } from './vendor.js';
export { switchValue } from './switches.js';
export { startVendor } from './server.js';
export type { StartedVendor, StartOptions } from './server.js';
export { FAULT_KINDS } from './fault.js';
export type { Fault, FaultKind, FaultMatch } from './fault.js';
