import { Select, SimpleGrid } from '@mantine/core';
import { share } from '../format/decimal';
import { ChoiceFilter } from '../shown/choice-filter';
import { PeriodFilter } from '../shown/period-filter';
import { UTILIZATION_FILTER, UTILIZATION_GROUPS, type UtilizationFilter, useDefinitions } from './use-utilization';

type Name = (typeof UTILIZATION_FILTER)[number];
const TARGETS = ['0.6', '0.65', '0.7', '0.75', '0.8', '0.85'] as const;

/** Period, grouping, definition and target. */
export function UtilizationFilters({ filter, period, groupBy, set }: { filter: UtilizationFilter; period: string | undefined; groupBy: string; set: (name: Name) => (value: string | null) => void }) {
  const { data } = useDefinitions();
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="xs">
      <PeriodFilter value={period} onChange={set('period')} />
      <ChoiceFilter label="By" value={groupBy} values={UTILIZATION_GROUPS} onChange={set('group_by')} any={null} />
      <Select label="Definition" size="xs" value={filter.definition ?? data?.default_utilization ?? null} data={data?.utilization.map((d) => ({ value: d.id, label: `${d.id} ${d.label}` })) ?? []} onChange={set('definition')} allowDeselect={false} />
      <ChoiceFilter label="Target" value={filter.target ?? '0.75'} values={TARGETS} onChange={set('target')} any={null} shown={(target) => share(target)} />
    </SimpleGrid>
  );
}
