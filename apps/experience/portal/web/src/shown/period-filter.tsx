import { Select } from '@mantine/core';
import { useMonths } from './months';
import { periodsOf } from './period-list';

/** The period asked for, or the latest quarter with something in it. Undefined while that is not known. */
export function usePeriod(asked: string | undefined): string | undefined {
  const months = useMonths();
  return asked ?? periodsOf(months).quarters[0];
}

/** A month, quarter or year, of those with something in them. */
export function PeriodFilter({ value, onChange }: { value: string | undefined; onChange: (period: string | null) => void }) {
  const { months, quarters, years } = periodsOf(useMonths());
  return (
    <Select label="Period" size="xs" value={value ?? null} onChange={onChange} allowDeselect={false} searchable
      data={[{ group: 'Quarters', items: quarters }, { group: 'Months', items: months }, { group: 'Years', items: years }]} />
  );
}
