import { type Project, type TaxCode } from '#lib/canonical';
import type { GroupedLine } from '#lib/rules';
import { type BillingEvent, type Invoice, InvoiceLine, recordById } from '#lib/store';
import type { EntityManager } from 'typeorm';

/** Lines in the words a client reads: project, role and dates for time; for everything else what the event itself says. */
export async function insertLines(em: EntityManager, invoice: Invoice, lines: GroupedLine[], tax: TaxCode, events: BillingEvent[]): Promise<void> {
  for (const [i, line] of lines.entries()) {
    const project = line.project_id ? await recordById<Project>(em, line.project_id) : undefined;
    const own = events.filter((e) => line.event_ids.includes(e.id));
    const first = own[0]!;
    const [service_from, service_to] = [first.service_from ?? line.service_from, first.service_to ?? line.service_to];
    const said = line.kind === 'time' ? [project?.data.name, title(line.role), `${service_from} to ${service_to}`] : [project?.data.name, first.description];
    await em.insert(InvoiceLine, em.create(InvoiceLine, {
      invoice_id: invoice.id, line_no: String(i + 1), description: said.filter(Boolean).join(', '),
      quantity: line.quantity, unit: line.unit ?? 'hour', unit_price: line.unit_price, net: line.net, tax_code: tax.code, tax_rate: tax.rate, account_role: first.account_role, project_id: line.project_id, service_from, service_to, billing_event_ids: line.event_ids,
    }));
  }
}

function title(role: string | null): string | undefined {
  return role ? role.toLowerCase().split('_').map((w) => w[0]!.toUpperCase() + w.slice(1)).join(' ') : undefined;
}
