import type { CanonicalEvent } from '#lib/canonical';
import type { ProjectMonthKey, WorkerDayKey } from '#lib/store';

interface RateSpan {
  from: string;
  to: string;
  first: string;
  last: string;
}

/** What a batch of events can have changed, by the names the events give. Nothing in it says by how much: that is looked up anew. */
export class DirtyKeys {
  readonly days: WorkerDayKey[] = [];
  readonly months: ProjectMonthKey[] = [];
  /** Workers all of whose days count as changed. */
  readonly workers = new Set<string>();
  readonly timesheets = new Set<string>();
  readonly entries = new Set<string>();
  readonly runs = new Set<string>();
  readonly projects = new Set<string>();
  readonly assignments = new Set<string>();
  readonly calendars = new Set<string>();
  readonly rates = new Map<string, RateSpan>();

  static of(events: readonly CanonicalEvent[]): DirtyKeys {
    const dirty = new DirtyKeys();
    for (const event of events) dirty.add(event);
    return dirty;
  }

  private add(event: CanonicalEvent): void {
    const { type, entityid: id, data } = event;
    const text = (field: string): string | undefined => (typeof data[field] === 'string' ? (data[field] as string) : undefined);
    if (type.startsWith('billing_event.')) this.billing(text('worker_id'), text('event_date'), text('project_id'), text('period'));
    else if (type.startsWith('timesheet.')) this.timesheets.add(id);
    else if (type === 'time_entry.corrected') this.entries.add(id);
    else if (type === 'labor_cost.posted') this.mark(this.timesheets, text('timesheet_id'));
    else if (type.startsWith('exception.')) this.mark(this.runs, text('run_id'));
    else if (type.startsWith('worker.')) this.workers.add(id);
    else if (type.startsWith('assignment.')) {
      this.assignments.add(id);
      this.mark(this.workers, text('worker_id'));
    } else if (type.startsWith('project.')) this.projects.add(id);
    else if (type === 'capacity.changed') {
      this.mark(this.workers, text('worker_id'));
      this.mark(this.calendars, text('code'));
    } else if (type === 'reference.changed') this.reference(data, text);
  }

  private billing(worker: string | undefined, day: string | undefined, project: string | undefined, month: string | undefined): void {
    if (worker && day) this.days.push({ worker_id: worker, day });
    if (project && month) this.months.push({ project_id: project, month });
  }

  /** Reference data comes without its entity's name: exchange rates and tasks are known by their fields. */
  private reference(data: Record<string, unknown>, text: (field: string) => string | undefined): void {
    const [from, to, date, rate] = [text('from'), text('to'), text('date'), text('rate')];
    if (from && to && date && rate) {
      const span = this.rates.get(`${from}>${to}`);
      this.rates.set(`${from}>${to}`, { from, to, first: span && span.first < date ? span.first : date, last: span && span.last > date ? span.last : date });
    } else if (text('wbs_code')) this.mark(this.projects, text('project_id'));
  }

  private mark(set: Set<string>, id: string | undefined): void {
    if (id) set.add(id);
  }
}
