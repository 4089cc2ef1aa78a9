import { Accordion, Drawer, Stack, Text, Title } from '@mantine/core';
import { decimal } from '../format/decimal';
import { Answer } from '../shown/answer';
import { Amount } from '../shown/figures';
import { type Reason, Why } from '../shown/why';
import { useLineExplanation } from './use-invoices';

/** Members of a source of a line. The OpenAPI document says only that it is an object. */
interface LineSource {
  billing_event_id: string;
  kind: string;
  event_date: string;
  quantity: string;
  rate: string;
  net: string;
  currency: string;
  source_system: string;
  source_id: string;
  worker_number?: string | null;
  why: Reason[];
}

/** Why a line is what it is: its rules, and each record behind it with its own. */
export function LineExplanation({ id, line, currency, onClose }: { id: string; line: string | undefined; currency: string; onClose: () => void }) {
  const explanation = useLineExplanation(id, line);
  return (
    <Drawer opened={line !== undefined} onClose={onClose} position="right" size="xl" title={`Line ${line ?? ''} explained`} closeButtonProps={{ 'aria-label': 'Close' }}>
      {line !== undefined && (
        <Answer of={explanation}>
          {({ subject, why, sources }) => (
            <Stack>
              <Text size="sm" className="code">{subject}</Text>
              <Why of={why as unknown as Reason[]} />
              <Title order={3} size="h5">Records behind it</Title>
              <Accordion variant="contained" chevronPosition="left">
                {(sources as unknown as LineSource[]).map((s) => (
                  <Accordion.Item key={s.billing_event_id} value={s.billing_event_id}>
                    <Accordion.Control>
                      <Text size="sm">{s.event_date} {s.worker_number} · {decimal(s.quantity)} × {decimal(s.rate)} = <Amount of={s.net} currency={s.currency || currency} /></Text>
                      <Text size="xs" c="dimmed">{s.source_system} {s.source_id}</Text>
                    </Accordion.Control>
                    <Accordion.Panel><Why of={s.why} /></Accordion.Panel>
                  </Accordion.Item>
                ))}
              </Accordion>
            </Stack>
          )}
        </Answer>
      )}
    </Drawer>
  );
}
