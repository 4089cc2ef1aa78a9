import { Table, Text } from '@mantine/core';
import { decimal, isZero } from '../format/decimal';
import { words } from '../format/words';
import { NumberCell, NumberHead } from '../shown/figures';
import { WideTable } from '../shown/wide-table';
import type { WorkerDay } from './use-utilization';

/** Days with their hours; under each the entries with their ids in the source system. Days without capacity and entries are left out. */
export function WorkerDays({ days }: { days: WorkerDay[] }) {
  const shown = days.filter((day) => day.entries.length > 0 || !isZero(day.hours.calendar));
  return (
    <WideTable label="Days" minWidth={640}>
      <Table.Thead><Table.Tr><Table.Th>Day</Table.Th><Table.Th>Time entries</Table.Th><NumberHead>Available h</NumberHead><NumberHead>Billable h</NumberHead><NumberHead>Worked h</NumberHead></Table.Tr></Table.Thead>
      <Table.Tbody>
        {shown.map((day) => (
          <Table.Tr key={day.day}>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>{day.day}</Table.Td>
            <Table.Td>
              {day.entries.length === 0 && <Text size="sm" c="dimmed">{dayOff(day)}</Text>}
              {day.entries.map((entry) => (
                <Text size="sm" key={entry.id}>{decimal(entry.hours)} h {words(entry.billable_class)}, {entry.project_code}{entry.role && `, ${words(entry.role)}`}{entry.kind !== 'original' && ` (${entry.kind})`} <Text span size="xs" c="dimmed">{entry.source_system} {entry.source_id}</Text></Text>
              ))}
            </Table.Td>
            <NumberCell of={day.hours.available} />
            <NumberCell of={day.hours.billable} />
            <NumberCell of={day.hours.worked} />
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

function dayOff(day: WorkerDay): string {
  if (!isZero(day.hours.holidays)) return 'Holiday';
  if (!isZero(day.hours.time_off)) return 'Time off';
  return 'No approved time';
}
