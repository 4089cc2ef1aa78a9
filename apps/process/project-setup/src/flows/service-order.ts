import { effectKey } from '#lib/canonical';
import { type FlowContext, systemOf } from '#lib/process';
import { clientAt, systemIdOf } from '#lib/store';
import type { EntityManager } from 'typeorm';
import { needsProject } from '../steps/billing-type.js';
import { type Deal, projectOf } from '../steps/deal.js';
import { type BilledClient, ensureCustomer } from './customer.js';
import { mustDo } from './effects.js';

/** A deal of services alone: charges come from its terms, and there is nobody to staff and nothing to log time on. */
export interface ServiceOrder extends BilledClient {
  number: string;
  opportunity_source_id: string;
}

/** The order, when a deal needs no project and none was opened for it; null when it is to have one. */
export async function serviceOrder(em: EntityManager, deal: Deal): Promise<ServiceOrder | null> {
  const { opportunity, contract, client } = deal;
  if (needsProject(contract!.data, opportunity.data) || (await projectOf(em, deal.project_code!))) return null;
  const legal_entity_code = deal.legal_entity_code!;
  return {
    number: opportunity.data.opportunity_number, opportunity_source_id: opportunity.source_id, client_id: client!.id, client: client!.data, legal_entity_code, currency: contract!.data.currency,
    customer: await systemIdOf(em, client!.id, systemOf('erp'), clientAt(legal_entity_code)),
  };
}

/** Makes the customer that the charges are billed to, and tells sales. */
export async function carryOutServiceOrder(ctx: FlowContext, order: ServiceOrder, businessKey: string): Promise<{ activated: boolean }> {
  await ensureCustomer(ctx, order, businessKey);
  await mustDo(ctx, 'tell sales', { system: 'crm', verb: 'set_delivery_status', key: effectKey.deliveryStatus(order.number, 'active', ctx.attempt), body: { opportunity_source_id: order.opportunity_source_id, delivery_status: 'active' } }, businessKey);
  return { activated: false };
}
