import { Breadcrumbs, Table, Text } from '@mantine/core';
import { words } from '../format/words';
import { Answer } from '../shown/answer';
import { Empty } from '../shown/empty';
import { AmountCell, NumberCell, NumberHead } from '../shown/figures';
import { Freshness } from '../shown/freshness';
import { PageLink } from '../shown/link';
import { More } from '../shown/more';
import { PageHead } from '../shown/page-head';
import { State } from '../shown/state';
import { useFilter } from '../shown/use-filter';
import { WideTable } from '../shown/wide-table';
import { useMarginRecords } from './use-margin';

/** The records behind a project's margin: billing events and the cost of time. */
export function MarginRecordsPage() {
  const { filter } = useFilter(['project', 'period'] as const);
  const project = filter.project ?? '';
  const list = useMarginRecords(project, filter.period);
  return (
    <PageHead title={project}>
      <Breadcrumbs><PageLink to={`/margin?group_by=project${filter.period ? `&period=${filter.period}` : ''}`}>Projects</PageLink><Text>{project}</Text></Breadcrumbs>
      <Text size="sm"><PageLink to={`/billing?project_code=${encodeURIComponent(project)}`}>What is billed of it, and what is missing</PageLink></Text>
      <Answer of={list}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.records);
          const first = pages[0]!;
          return (
            <>
              {rows.length === 0 ? <Empty>There is no record in this period.</Empty> : (
                <WideTable label="Records" minWidth={820}>
                  <Table.Thead><Table.Tr><Table.Th>Date</Table.Th><Table.Th>What</Table.Th><NumberHead>Hours</NumberHead><NumberHead>Rate</NumberHead><NumberHead>Amount</NumberHead><Table.Th>State</Table.Th><Table.Th>Document</Table.Th></Table.Tr></Table.Thead>
                  <Table.Tbody>
                    {rows.map((r) => (
                      <Table.Tr key={`${r.kind}${r.id}`}>
                        <Table.Td style={{ whiteSpace: 'nowrap' }}>{r.date}</Table.Td>
                        <Table.Td>{words(r.kind)}{r.worker_number && `, ${r.worker_number}`}{r.role && `, ${words(r.role)}`}<Text size="xs" c="dimmed">{r.source_system} {r.source_id}</Text></Table.Td>
                        <NumberCell of={r.hours} /><AmountCell of={r.rate} currency={r.currency} /><AmountCell of={r.amount} currency={r.currency} />
                        <Table.Td><State of={r.status} /></Table.Td><Table.Td>{r.document ?? '–'}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </WideTable>
              )}
              <More of={list} />
              <Freshness definitions={[]} period={first.period} freshness={first.freshness} notices={first.notices} />
            </>
          );
        }}
      </Answer>
    </PageHead>
  );
}
