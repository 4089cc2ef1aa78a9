import type { ChildShape, Row } from '../client/shape.js';

/** The children that count: those not in the recycle bin. A deleted parent took its children with it, and is shown as it was. */
export function living(row: Row, children: Pick<ChildShape, 'relationship'>): Row[] {
  return (row[children.relationship] as Row[]).filter((child) => row.IsDeleted === true || child.IsDeleted !== true);
}
