import { calculateRevenue } from './flows/calculate-revenue.flow.js';
import { followMilestone } from './flows/follow-milestone.flow.js';
import { identifyRevenue } from './flows/identify-revenue.flow.js';
import { postRevenue } from './flows/post-revenue.flow.js';
import { EstimatesController } from './http/estimates.controller.js';
import { RevenueContractsController } from './http/revenue-contracts.controller.js';
import { RevenueControlController } from './http/revenue-control.controller.js';
import { RevenueEventsController } from './http/revenue-events.controller.js';
import { RevenueRunsController } from './http/revenue-runs.controller.js';
import { onContract, onMilestone } from './triggers.js';

/** What recognition adds to the app; it shares nothing with billing (REV-15). */
export const REVENUE_PARTS = [identifyRevenue, followMilestone, calculateRevenue, postRevenue, onContract, onMilestone];
export const REVENUE_CONTROLLERS = [RevenueContractsController, RevenueRunsController, RevenueEventsController, EstimatesController, RevenueControlController];
