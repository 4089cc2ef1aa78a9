import { Breadcrumbs, SimpleGrid, Text } from '@mantine/core';
import { useState } from 'react';
import { Answer } from '../shown/answer';
import { ChoiceFilter } from '../shown/choice-filter';
import { Empty } from '../shown/empty';
import { withFilter } from '../shown/filter-in-url';
import { Freshness } from '../shown/freshness';
import { PageLink } from '../shown/link';
import { More } from '../shown/more';
import { PageHead } from '../shown/page-head';
import { PeriodFilter, usePeriod } from '../shown/period-filter';
import { useFilter } from '../shown/use-filter';
import { MarginChart } from './margin-chart';
import { MarginExplained } from './margin-explained';
import { MarginTable } from './margin-table';
import { MARGIN_FILTER, MARGIN_GROUPS, type MarginRow, useMargin } from './use-margin';

/** Margin by unit, client or project, and the way down to the records. Cost is shown to whoever may see it. */
export function MarginPage() {
  const { filter, set } = useFilter(MARGIN_FILTER);
  const period = usePeriod(filter.period);
  const groupBy = filter.group_by ?? 'practice';
  const asked = { ...filter, period, group_by: groupBy, currency: filter.currency ?? 'group' };
  const view = useMargin(asked);
  const [explained, setExplained] = useState<MarginRow>();
  const unit = filter.practice ?? filter.region ?? filter.legal_entity_code ?? filter.client;
  return (
    <PageHead title="Margin">
      {unit && <Breadcrumbs><PageLink to={withFilter('/margin', { period, currency: filter.currency })}>All</PageLink><Text>{unit}</Text></Breadcrumbs>}
      <SimpleGrid cols={{ base: 2, md: 3 }} spacing="xs">
        <PeriodFilter value={period} onChange={set('period')} />
        <ChoiceFilter label="By" value={groupBy} values={MARGIN_GROUPS} onChange={set('group_by')} any={null} />
        <ChoiceFilter label="Currency" value={asked.currency} values={['group', 'project']} onChange={set('currency')} any={null} shown={(c) => (c === 'group' ? 'Of the group' : 'Of each project')} />
      </SimpleGrid>
      <Answer of={view}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          const { definitions, period: shown, freshness, notices, cost_shown, rate_set } = pages[0]!;
          return (
            <>
              {rows.length === 0 ? <Empty>There is no work in this period.</Empty> : (
                <>
                  <MarginChart rows={rows} cost={cost_shown} />
                  <MarginTable rows={rows} groupBy={groupBy} filter={filter} period={period!} cost={cost_shown} onExplain={setExplained} />
                  <More of={view} />
                </>
              )}
              <Freshness definitions={definitions} period={shown} freshness={freshness} notices={notices} />
              {rate_set && <Text size="sm" c="dimmed">Converted with: {rate_set.label}.</Text>}
              <MarginExplained asked={asked} row={explained} onClose={() => setExplained(undefined)} />
            </>
          );
        }}
      </Answer>
    </PageHead>
  );
}
