import 'reflect-metadata';
import type { Asked } from '#lib/connector';
import type { KantataSettings } from '../settings.js';
import { settingsOf } from '../testing/settings.js';
import { createProject } from './create-project.js';
import { createTask } from './create-task.js';
import { publishDemand } from './publish-demand.js';
import { setInvoiceStatus } from './set-invoice-status.js';
import { setMilestoneStatus } from './set-milestone-status.js';
import { statusKey } from './status-key.js';
import { updateProject } from './update-project.js';

const asked = <Body>(body: Body, more: object = {}): Asked<any, KantataSettings, any> => ({ body, key: 'tl_1', businessKey: 'b:1', verb: 'v', settings: settingsOf(), prepared: undefined, done: [], ...more });
const project = { project_code: 'US01-OPP-7', name: 'Beta', currency: 'USD', status: 'provisional' };

it('every creating body carries the effect key as an external reference of our own service', () => {
  const reference = { service_name: 'throughline', service_model: 'effect', service_model_ref: 'tl_1', status: 'successful' };
  const demand = { project_source_id: '100', role: 'CONSULTANT', hours: '8', start: '2026-07-06', end: '2026-07-06', billable: true, demand_type: 'confirmed' };
  expect(createProject.build(asked(project)).body).toMatchObject({ workspace: { external_reference: reference } });
  expect(createTask.build(asked({ project_source_id: '100', wbs_code: 'PM', name: 'x', billable: true })).body).toMatchObject({ story: { external_reference: reference } });
  expect(publishDemand.build(asked(demand, { prepared: { role_id: '10' } })).body).toMatchObject({ workspace_resource: { external_reference: reference, user_id: null } });
  expect(publishDemand.nextSteps![0]!.build(asked(demand, { done: [{ source_id: '60', facts: {} }] })).body).toMatchObject({ workspace_allocation: { external_reference: reference, resource_id: '60', hard: false, minutes: 480 } });
});

it('an invoice stands under a service name of its own', () => {
  expect(setInvoiceStatus.build(asked({ project_source_id: '100', invoice_number: 'INV-1', status: 'posted' })).body).toMatchObject({ external_reference: { service_name: 'throughline-invoice-INV-1', service_model: 'invoice', service_model_ref: 'INV-1', external_message: null } });
});

it('how a milestone is billed stands in a reference of its own service and in the field people look at', () => {
  const body = { milestone_source_id: '900', billing_status: 'held' };
  expect(setMilestoneStatus.build(asked(body)).body).toMatchObject({ external_reference: { subject_type: 'Story', subject_id: '900', service_name: 'throughline-billing', service_model: 'milestone', service_model_ref: '900', external_status: 'held', external_message: null } });
  expect(setMilestoneStatus.nextSteps![0]!.build(asked(body, { prepared: { field_id: '431' } })).body).toEqual({ story: { custom_fields: [{ id: '431', value: 'held' }] } });
  expect(setMilestoneStatus.undoes!(body)).toBe(false);
});

it('a name too long for the title is kept whole in the description', () => {
  const name = 'n'.repeat(250);
  const { workspace } = createProject.build(asked({ ...project, name })).body as any;
  expect([workspace.title.length, workspace.description]).toEqual([255, name]);
  expect((createProject.build(asked(project)).body as any).workspace).not.toHaveProperty('description');
});

it('a task code with a space is refused: it would be read back as another', () => {
  expect(() => createTask.build(asked({ project_source_id: '100', wbs_code: 'Phase 1', name: 'x', billable: true }))).toThrow('holds a space');
});

it('of several status keys for one status the first of the setting is written', () => {
  expect(statusKey(settingsOf({ project_statuses: ['320=active', '300=active'] }), 'active')).toBe('320');
  expect(() => statusKey(settingsOf({ project_statuses: ['300=active'] }), 'closed')).toThrow('KANTATA_PROJECT_STATUSES');
});

it.each([['approved', 'estimate', 'project'], ['active', 'project', undefined], ['provisional', 'estimate', undefined], ['cancelled', 'estimate', undefined]])('a shell that goes on becomes a project: %s from %s', (status, stage, becomes) => {
  const { workspace } = updateProject.build(asked({ project_source_id: '100', status, time_entry_open: false }, { prepared: { stage, custom_fields: [] } })).body as any;
  expect(workspace.stage).toBe(becomes);
});

it('only what was asked is compared', () => {
  const record = { id: '100', title: 'US01-OPP-7 Beta', currency: 'USD', start_date: '2026-07-06', time_trackable: false };
  expect(createProject.echo(asked(project), { source_id: '100', facts: {}, record })).toEqual([]);
  expect(createProject.echo(asked({ ...project, currency: 'GBP', start: '2026-07-07' }), { source_id: '100', facts: {}, record })).toEqual([{ field: 'currency', asked: 'GBP', stored: 'USD' }, { field: 'start_date', asked: '2026-07-07', stored: '2026-07-06' }]);
});

it('only a cancellation undoes a project, and no status of an invoice undoes another', () => {
  const body = { project_source_id: '100', time_entry_open: false };
  expect(['provisional', 'active', 'on_hold', 'completed', 'cancelled'].filter((status) => updateProject.undoes!({ ...body, status }))).toEqual(['cancelled']);
  expect(setInvoiceStatus.undoes!({ project_source_id: '100', invoice_number: 'INV-1', status: 'voided' })).toBe(false);
});
