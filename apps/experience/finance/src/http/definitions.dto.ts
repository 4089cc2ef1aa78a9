import { DefinitionView, FreshnessView } from './utilization.dto.js';

/** How an hour is classed before any definition counts it. */
export class HourClass {
  id: string;
  meaning: string;
}

export class Definitions {
  /** U1 is used where none is asked for. */
  default_utilization: string;
  utilization: DefinitionView[];
  margin: DefinitionView[];
  hour_classes: HourClass[];
  /** Conventions that hold for all figures. */
  conventions: string[];
  freshness: FreshnessView;
}
