import type { AmendmentStep } from '#lib/rules';
import type { EntityManager } from 'typeorm';
import { moveBacklog, restoreBacklog } from '../steps/backlog.js';
import { newScheduleVersions, restoreSchedules } from '../steps/billing-schedule.js';
import { newBudget, restoreBudget } from '../steps/budget.js';
import { recordNewVersion, restoreVersion } from '../steps/contract-version.js';
import { newForecast, restoreForecast } from '../steps/forecast.js';
import type { AmendmentJob } from '../steps/job.js';
import { newRates, restoreRates } from '../steps/rate-cards.js';
import { recordTreatments, withdrawTreatments } from '../steps/revenue-treatment.js';

/** What a step does in its transaction, what it remembers for undoing, and how it is undone. */
export interface StepWork {
  name: string;
  undoName: string;
  carryOut(em: EntityManager, job: AmendmentJob): Promise<string | { detail: string; kept: unknown }>;
  undo(em: EntityManager, job: AmendmentJob, kept: any): Promise<void>;
}

/** The seven steps of MOD-8. */
export const STEP_WORK: Record<AmendmentStep, StepWork> = {
  contract_version: { name: 'record the new version of the contract', undoName: 'record the version that stood before', carryOut: recordNewVersion, undo: restoreVersion },
  rate_cards: { name: 'price open work by the new rates', undoName: 'put the prices back', carryOut: newRates, undo: restoreRates },
  billing_schedule: { name: 'make a new version of the billing schedule', undoName: 'put the billing schedule back', carryOut: newScheduleVersions, undo: restoreSchedules },
  budget_eac: { name: 'make a new version of the budget', undoName: 'put the budget back', carryOut: newBudget, undo: restoreBudget },
  revenue_treatment: { name: 'record the treatment in revenue', undoName: 'take the treatment back', carryOut: recordTreatments, undo: withdrawTreatments },
  forecasts: { name: 'make a new forecast', undoName: 'put the forecast back', carryOut: newForecast, undo: restoreForecast },
  backlog: { name: 'move the backlog', undoName: 'put the backlog back', carryOut: moveBacklog, undo: restoreBacklog },
};
