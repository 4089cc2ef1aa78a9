import { Breadcrumbs, Button, Group, Text } from '@mantine/core';
import { share } from '../format/decimal';
import { Answer } from '../shown/answer';
import { Empty } from '../shown/empty';
import { Facts } from '../shown/facts';
import { Freshness } from '../shown/freshness';
import { PageLink } from '../shown/link';
import { PageHead } from '../shown/page-head';
import { addDays, mondayOf } from '../shown/period-list';
import { useFilter } from '../shown/use-filter';
import { useUtilization, useWorkerDays } from './use-utilization';
import { WorkerDays } from './worker-days';

/** A worker's days in a period, or in one week of it, with the time entries behind each. */
export function WorkerDaysPage() {
  const { filter, set } = useFilter(['worker', 'period', 'definition', 'week'] as const);
  const worker = filter.worker ?? '';
  const span = filter.week ? { from: filter.week, to: addDays(filter.week, 6) } : { period: filter.period };
  const days = useWorkerDays({ worker, ...span });
  const figure = useUtilization({ worker, ...span, group_by: 'worker', definition: filter.definition }, worker !== '');
  const all = useWorkerDays({ worker, period: filter.period });
  const weeks = [...new Set(all.data?.records.map((day) => mondayOf(day.day)) ?? [])];
  const row = figure.data?.pages[0]?.rows[0];
  const name = days.data?.records[0]?.display_name;
  return (
    <PageHead title={name ? `${name}, ${worker}` : worker}>
      <Breadcrumbs><PageLink to={`/utilization?group_by=worker${filter.period ? `&period=${filter.period}` : ''}`}>Workers</PageLink><Text>{filter.week ? `Week of ${filter.week}` : filter.period}</Text></Breadcrumbs>
      {weeks.length > 0 && (
        <Group gap="xs" role="group" aria-label="Weeks">
          <Button size="compact-sm" variant={filter.week ? 'default' : 'filled'} aria-pressed={!filter.week} onClick={() => set('week')(null)}>All of {filter.period}</Button>
          {weeks.map((week) => <Button key={week} size="compact-sm" variant={week === filter.week ? 'filled' : 'default'} aria-pressed={week === filter.week} onClick={() => set('week')(week)}>{week}</Button>)}
        </Group>
      )}
      {row && <Facts of={[['Utilization', <b key="u">{share(row.utilization)}</b>], ['Billable hours', row.hours.billable], ['Available hours', row.hours.available], ['Worked hours', row.hours.worked], ['Time off', row.hours.time_off]]} />}
      <Answer of={days}>
        {({ records, period, freshness, next_cursor }) => (
          <>
            {records.length === 0 ? <Empty>There is no day of this worker in the period.</Empty> : <WorkerDays days={records} />}
            {next_cursor && <Text size="sm" c="dimmed">Only the first 200 days are shown. Choose a shorter period.</Text>}
            <Freshness definitions={figure.data?.pages[0] ? [figure.data.pages[0].definition] : []} period={period} freshness={freshness} />
          </>
        )}
      </Answer>
    </PageHead>
  );
}
