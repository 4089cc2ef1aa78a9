import type { VendorContext } from '#lib/connector';
import { idsOf, segmentId } from '../client/lookups.js';
import type { NetsuiteSettings } from '../config.js';

/** Internal ids of the practices and regions on the lines of a document, by code. */
export interface Segments {
  departments: Readonly<Record<string, string>>;
  classes: Readonly<Record<string, string>>;
}

interface Line {
  practice?: string;
  region?: string;
  project_source_id?: string;
}

export async function segmentsOf(lines: readonly Line[], ctx: VendorContext<NetsuiteSettings>): Promise<Segments> {
  const [departments, classes] = await Promise.all([
    idsOf(lines.map((l) => l.practice), (code, at) => segmentId(ctx, 'department', code, `lines[${at}].practice`)),
    idsOf(lines.map((l) => l.region), (code, at) => segmentId(ctx, 'classification', code, `lines[${at}].region`)),
  ]);
  return { departments, classes };
}

/** A reference; undefined leaves the property out. */
export const ref = (id: string | undefined): { id: string } | undefined => (id ? { id } : undefined);

/** `department` and `class` of a line. */
export const segmentRefs = (line: Line, { departments, classes }: Segments) => ({ department: ref(departments[line.practice ?? '']), class: ref(classes[line.region ?? '']) });
