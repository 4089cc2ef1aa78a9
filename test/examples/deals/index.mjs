import { catchUp, prospective, separate } from './amendments.mjs';
import corrections from './corrections.mjs';
import expenses from './expenses.mjs';
import managedServices from './managed-services.mjs';
import milestones from './milestones.mjs';
import mixedLines from './mixed-lines.mjs';
import percentComplete from './percent-complete.mjs';
import retainerHours from './retainer-hours.mjs';
import retainerMoney from './retainer-money.mjs';
import scheduleRetention from './schedule-retention.mjs';
import timeAndMaterials from './time-and-materials.mjs';

/** Every example, in the order in which its contract is made. */
export const EXAMPLES = [timeAndMaterials, milestones, scheduleRetention, percentComplete, retainerHours, retainerMoney, managedServices, expenses, mixedLines, prospective, catchUp, separate, corrections];
