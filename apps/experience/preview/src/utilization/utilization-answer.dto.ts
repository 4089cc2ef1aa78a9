import { Why } from '../request/why.dto.js';
import { UtilizationPolicy } from './utilization.dto.js';

/** Hours of a period, decimal text. */
export class CapacityView {
  calendar_hours: string;
  holiday_hours: string;
  time_off_hours: string;
  available_hours: string;
  /** Days with hours left after holidays. */
  working_days: number;
}

/** One definition's figure. */
export class UtilizationFigureView {
  /** @example U1 */
  definition: string;
  label: string;
  numerator: string;
  denominator: string;
  /** Fraction, may exceed 1 (UTL-9); null when there are no hours to compare with (UTL-8). */
  utilization: string | null;
  /** `green | amber | red`; null without a target. */
  band: string | null;
  why: Why[];
}

export class WorkerUtilization {
  worker_id: string;
  /** Absent without a calendar. */
  capacity?: CapacityView;
  figures: UtilizationFigureView[];
  /** How capacity came about. */
  why: Why[];
}

export class UtilizationAnswer {
  policy: UtilizationPolicy;
  target: string | null;
  workers: WorkerUtilization[];
  /** All workers: sums over sums, never a mean of percentages (UTL-6). */
  group: UtilizationFigureView[];
}
