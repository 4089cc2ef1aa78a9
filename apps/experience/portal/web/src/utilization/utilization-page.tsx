import { Breadcrumbs, Text } from '@mantine/core';
import { useState } from 'react';
import { Answer } from '../shown/answer';
import { Empty } from '../shown/empty';
import { withFilter } from '../shown/filter-in-url';
import { Freshness } from '../shown/freshness';
import { PageLink } from '../shown/link';
import { More } from '../shown/more';
import { PageHead } from '../shown/page-head';
import { usePeriod } from '../shown/period-filter';
import { useFilter } from '../shown/use-filter';
import { UtilizationChart } from './utilization-chart';
import { UtilizationExplained } from './utilization-explained';
import { UtilizationFilters } from './utilization-filters';
import { UtilizationTable } from './utilization-table';
import { UTILIZATION_FILTER, useUtilization, type UtilizationRow } from './use-utilization';

/** Utilization by unit or worker, with its definition, and the way down to a worker's week. */
export function UtilizationPage() {
  const { filter, set } = useFilter(UTILIZATION_FILTER);
  const period = usePeriod(filter.period);
  const groupBy = filter.group_by ?? 'practice';
  const asked = { ...filter, period, group_by: groupBy, target: filter.target ?? '0.75' };
  const view = useUtilization(asked, period !== undefined);
  const [explained, setExplained] = useState<UtilizationRow>();
  const unit = filter.practice ?? filter.region ?? filter.legal_entity_code ?? filter.role;
  return (
    <PageHead title="Utilization">
      {unit && <Breadcrumbs><PageLink to={withFilter('/utilization', { period, definition: filter.definition, target: filter.target })}>All</PageLink><Text>{unit}</Text></Breadcrumbs>}
      <UtilizationFilters filter={filter} period={period} groupBy={groupBy} set={set} />
      <Answer of={view}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          const { definition, period: shown, freshness, notices } = pages[0]!;
          return (
            <>
              {rows.length === 0 ? <Empty>Nobody was employed in this period.</Empty> : (
                <>
                  <UtilizationChart rows={rows} target={asked.target} />
                  <UtilizationTable rows={rows} groupBy={groupBy} filter={filter} period={period!} onExplain={setExplained} />
                  <More of={view} />
                </>
              )}
              <Freshness definitions={[definition]} period={shown} freshness={freshness} notices={notices} />
              <UtilizationExplained asked={asked} row={explained} onClose={() => setExplained(undefined)} />
            </>
          );
        }}
      </Answer>
    </PageHead>
  );
}
