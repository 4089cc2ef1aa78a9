import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { dec, EXCEPTIONS, type ExceptionCode, type Project, type Task, type Worker } from '#lib/canonical';
import { Scopes } from '#lib/platform';
import { billingTerms, recordByKey, recordsWhere } from '#lib/store';
import type { DataSource, EntityManager } from 'typeorm';
import { assessEntry } from '../steps/assess-entry.js';
import { personOn } from '../steps/people.js';
import { rateBookFor } from '../steps/rate-book.js';
import { type TimeFault, type TimeToValidate, TimeValidationAnswer, TimeValidationRequest, type ValidatedTime } from './time-validation.dto.js';

/** Synchronous check of time before it is submitted (PA-031): project status, employment, assignment window, labor category, rate. Writes nothing. */
@ApiTags('Time')
@Controller('v1/time-validations')
export class TimeValidationsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Tells, entry by entry, whether it could be approved and billed, and what to change if not. */
  @Post()
  @HttpCode(200)
  @Scopes('process.read')
  @ApiOperation({ summary: 'Validate time before it is submitted' })
  async validate(@Body() request: TimeValidationRequest): Promise<TimeValidationAnswer> {
    const entries: ValidatedTime[] = [];
    for (const [index, entry] of request.entries.entries()) entries.push({ index, ...(await this.check(this.ds.manager, entry)) });
    return { valid: entries.every((e) => e.valid), entries };
  }

  private async check(em: EntityManager, entry: TimeToValidate): Promise<Omit<ValidatedTime, 'index'>> {
    const refuse = (code: ExceptionCode, message: string) => ({ valid: false, billable_class: 'billable', faults: [fault(code, message)] });
    const hours = dec(entry.hours);
    if (hours.lte(0) || hours.gt(24)) return refuse('UNAPPROVED', `${entry.hours} hours on one day: an entry is more than 0 and at most 24`);
    const worker = await recordByKey<Worker>(em, 'worker', entry.worker_number);
    if (!worker) return refuse('UNKNOWN_WORKER', `There is no worker ${entry.worker_number}`);
    const project = await recordByKey<Project>(em, 'project', entry.project_code);
    if (!project) return refuse('PROJECT_NOT_OPEN', `There is no project ${entry.project_code}`);
    if (project.status !== 'active' || !project.data.time_entry_open) return refuse('PROJECT_NOT_OPEN', `Project ${entry.project_code} is ${project.status} and does not take time`);
    const tasks = await recordsWhere<Task>(em, 'task', { project_id: project.id });
    const task = tasks.find((t) => t.data.wbs_code === entry.wbs_code)?.data;
    if (entry.wbs_code && !task) return refuse('MISSING_PROJECT_ATTRIBUTE', `Project ${entry.project_code} has no task ${entry.wbs_code}`);
    const [terms, person] = [await billingTerms(em, project.id), await personOn(em, worker.id, project.id)];
    const assessed = assessEntry({
      terms, person, task, book: await rateBookFor(em, terms.contract?.data.currency ?? project.data.currency),
      entry: { source_id: 'preview', source_version: '1', work_date: entry.work_date, hours: entry.hours, billable_hours: entry.hours, role: entry.role, work_type: entry.work_type ?? 'regular', billable_class: task && !task.billable_default ? 'non_billable' : 'billable' },
    });
    const faults = assessed.faults.filter((f) => f.code !== 'MISSING_COST_RATE').map((f) => fault(f.code, f.message));
    const known = new Set([worker.data.role, ...person.assignments.map((a) => a.data.role)]);
    if (entry.role && !known.has(entry.role)) faults.push(fault('LABOR_CATEGORY', `${entry.worker_number} is not assigned as ${entry.role}`));
    return { valid: faults.length === 0, billable_class: assessed.billable_class, faults, ...(assessed.bill ? { bill_rate: assessed.bill.rate, currency: assessed.bill.currency } : {}) };
  }
}

function fault(code: ExceptionCode, message: string): TimeFault {
  return { code, message, fix: EXCEPTIONS[code].suggested_action };
}
