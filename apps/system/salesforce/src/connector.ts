import { defineConnector } from '#lib/connector';
import { session } from './client/auth.js';
import { probe, schema } from './client/describe.js';
import { settings } from './config.js';
import { classify } from './errors.js';
import { manifest } from './manifest.js';
import { amendment } from './read/amendment.js';
import { client } from './read/client.js';
import { contract } from './read/contract.js';
import { opportunity } from './read/opportunity.js';
import { applyAmendment } from './write/apply-amendment.js';
import { setDeliveryStatus } from './write/set-delivery-status.js';
import { setInvoiceStatus } from './write/set-invoice-status.js';

/** Salesforce Sales Cloud as the CRM: accounts, contracts, amendments and opportunities out, delivery and invoice status and applied amendments in. */
export const salesforce = defineConnector({
  vendor: 'salesforce',
  domain: 'crm',
  title: 'Salesforce Sales Cloud',
  apiVersion: 'REST v66.0',
  settings,
  manifest,
  auth: (values) => ({ default: session(values) }),
  classify,
  reads: { client, contract, amendment, opportunity },
  writes: { set_delivery_status: setDeliveryStatus, set_invoice_status: setInvoiceStatus, apply_amendment: applyAmendment },
  schema,
  probe,
});
