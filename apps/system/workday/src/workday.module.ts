import { systemModule } from '#lib/connector';
import { workday } from './connector.js';

/** The system API of Workday HCM: what the suite mounts. */
export const WorkdayModule = systemModule(workday);
