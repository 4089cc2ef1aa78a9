import { SimpleGrid, Text } from '@mantine/core';
import { Answer } from '../shown/answer';
import { ChoiceFilter } from '../shown/choice-filter';
import { Empty } from '../shown/empty';
import { PageLink } from '../shown/link';
import { More } from '../shown/more';
import { useMonths } from '../shown/months';
import { PageHead } from '../shown/page-head';
import { TextFilter } from '../shown/text-filter';
import { useFilter } from '../shown/use-filter';
import { BillingTable } from './billing-table';
import { ProjectSetup } from './project-setup';
import { BILLING_FILTER, EVENT_KINDS, EVENT_STATES, useBillingEvents } from './use-billing-events';

/** Why an invoice, or a part of one, is missing: from contract or project to each piece of value and what holds it. */
export function BillingPage() {
  const { filter, set } = useFilter(BILLING_FILTER);
  const months = useMonths();
  const list = useBillingEvents(filter);
  const rows = list.data?.pages.flatMap((page) => page.billing_events) ?? [];
  return (
    <PageHead title="Why is one missing?">
      <Text size="sm" c="dimmed">Everything that is to be billed is a billing event. It is on an invoice, on a draft, ready for the next billing run, or held: then the reason stands beside it. Time without a rate has no value yet and is not here: <PageLink underline="always" to="/exceptions?code=MISSING_RATE">its exceptions</PageLink>.</Text>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="xs">
        <TextFilter label="Contract" value={filter.contract_number} onChange={set('contract_number')} placeholder="CT-2026-001" />
        <TextFilter label="Project" value={filter.project_code} onChange={set('project_code')} placeholder="US01-OPP-2001" />
        <ChoiceFilter label="Month of the work" value={filter.period} values={months} onChange={set('period')} shown={(month) => month} />
        <ChoiceFilter label="State" value={filter.status} values={EVENT_STATES} onChange={set('status')} />
        <ChoiceFilter label="Kind" value={filter.kind} values={EVENT_KINDS} onChange={set('kind')} />
      </SimpleGrid>
      {filter.project_code && <ProjectSetup code={filter.project_code} />}
      <Answer of={list}>
        {() => rows.length === 0
          ? <Empty>No billing event fits the filter. Work without one was not approved, is not billable, or has no rate: then there is an exception about its timesheet.</Empty>
          : <><BillingTable rows={rows} /><More of={list} /></>}
      </Answer>
    </PageHead>
  );
}
