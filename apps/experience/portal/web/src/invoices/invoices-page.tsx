import { SimpleGrid, Tabs } from '@mantine/core';
import { useSession } from '../app/session';
import { Answer } from '../shown/answer';
import { ChoiceFilter } from '../shown/choice-filter';
import { Empty } from '../shown/empty';
import { useLegalEntities } from '../shown/legal-entities';
import { More } from '../shown/more';
import { PageHead } from '../shown/page-head';
import { useMonths } from '../shown/months';
import { useFilter } from '../shown/use-filter';
import { InvoiceTable } from './invoice-table';
import { PrepareDrafts } from './prepare-drafts';
import { INVOICE_FILTER, type ListName, LISTS, useInvoices } from './use-invoices';

/** Invoices and credit memos: those to release first. */
export function InvoicesPage() {
  const { filter, set } = useFilter(INVOICE_FILTER);
  const { may, is } = useSession();
  const { show, ...asked } = filter;
  const list: ListName = show && show in LISTS ? (show as ListName) : 'release';
  const invoices = useInvoices(list, asked);
  const months = useMonths();
  const entities = useLegalEntities();
  const rows = invoices.data?.pages.flatMap((page) => page.invoices) ?? [];
  return (
    <PageHead title="Invoices" actions={may('process.write') && is('finance') && <PrepareDrafts months={months} />}>
      <Tabs value={list} onChange={set('show')} keepMounted={false}>
        <Tabs.List aria-label="Which documents">{Object.entries(LISTS).map(([name, { title }]) => <Tabs.Tab key={name} value={name}>{title}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value={list} pt="md">
          <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="xs" mb="md">
            <ChoiceFilter label="Billing period" value={filter.period} values={months} onChange={set('period')} shown={(month) => month} />
            <ChoiceFilter label="Legal entity" value={filter.legal_entity_code} values={entities} onChange={set('legal_entity_code')} shown={(code) => code} />
          </SimpleGrid>
          <Answer of={invoices}>{() => (rows.length === 0 ? <Empty>{LISTS[list].empty}</Empty> : <><InvoiceTable rows={rows} /><More of={invoices} /></>)}</Answer>
        </Tabs.Panel>
      </Tabs>
    </PageHead>
  );
}
