import { Alert, Button, SimpleGrid, Text } from '@mantine/core';
import { useSession } from '../app/session';
import { instant } from '../format/instant';
import { words } from '../format/words';
import { Answer } from '../shown/answer';
import { ChoiceFilter } from '../shown/choice-filter';
import { Empty } from '../shown/empty';
import { useLegalEntities } from '../shown/legal-entities';
import { PageLink } from '../shown/link';
import { useMonths } from '../shown/months';
import { PageHead } from '../shown/page-head';
import { ProblemAlert } from '../shown/problem-alert';
import { useFilter } from '../shown/use-filter';
import { Checklist } from './checklist';
import { Reopenings } from './reopenings';
import { Subledgers } from './subledgers';
import { type CloseView, useClose, useMove, type Which } from './use-close';

/** The close of a month of a legal entity: checks, waivers, and subledgers that close in order. */
export function ClosePage() {
  const { filter, set } = useFilter(['legal_entity', 'period'] as const);
  const entities = useLegalEntities();
  const months = useMonths();
  const legal_entity = filter.legal_entity ?? entities[0];
  const period = filter.period ?? months[0];
  const which = legal_entity && period ? { legal_entity, period } : undefined;
  const view = useClose(which);
  return (
    <PageHead title="Close">
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="xs">
        <ChoiceFilter label="Legal entity" value={legal_entity} values={entities} onChange={set('legal_entity')} any={null} shown={(code) => code} />
        <ChoiceFilter label="Month" value={period} values={months} onChange={set('period')} any={null} shown={(month) => month} />
      </SimpleGrid>
      {which ? <Answer of={view}>{(close) => <Stands key={`${legal_entity}${period}`} of={close} which={which} />}</Answer> : <Empty>There is no month with work yet.</Empty>}
    </PageHead>
  );
}

function Stands({ of: close, which }: { of: CloseView; which: Which }) {
  const { may, is } = useSession();
  const move = useMove(which);
  const finance = is('finance', 'finance_approver');
  const { preparation } = close;
  return (
    <>
      <ProblemAlert error={move.error} />
      {close.warnings.map((warning) => <Alert key={warning} color="yellow" title="To know">{warning}</Alert>)}
      <Alert color={close.ready ? 'green' : 'gray'} title={close.ready ? 'Every check finds nothing or is waived' : 'Checks stand before the close'}>
        In the ERP the month is {close.erp_status ? words(close.erp_status) : 'not there'}.{' '}
        {preparation ? <>Prepared {instant(preparation.ended_at ?? preparation.started_at)}: <PageLink underline="always" to={`/runs/${encodeURIComponent(preparation.run_id)}`}>{words(preparation.state)}</PageLink>.</> : 'It was not prepared yet: accruals, exchange differences, balances and reconciliation come from the preparation.'}
      </Alert>
      {may('process.write') && finance && <Text component="div"><Button variant="default" loading={move.isPending && move.variables.do === 'prepare'} onClick={() => move.mutate({ do: 'prepare', key: `portal-${crypto.randomUUID()}` })}>Prepare</Button>{' '}<Button variant="default" loading={move.isPending && move.variables.do === 'reconcile'} onClick={() => move.mutate({ do: 'reconcile' })}>Reconcile</Button></Text>}
      <Reopenings of={close} move={move} />
      <Subledgers of={close} move={move} />
      <Checklist of={close} which={which} move={move} />
    </>
  );
}
