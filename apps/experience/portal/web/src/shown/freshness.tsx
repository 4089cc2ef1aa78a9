import { Alert, Text } from '@mantine/core';
import type { components } from '../api/generated/experience-finance';
import { instant } from '../format/instant';

type Schemas = components['schemas'];

/** Under every figure: what it means, for which period, how fresh it is, and what a reader should know. */
export function Freshness({ definitions, period, freshness, notices = [] }: { definitions: Schemas['DefinitionView'][]; period: Schemas['PeriodView']; freshness: Schemas['FreshnessView']; notices?: string[] }) {
  return (
    <div>
      {definitions.map((d) => <Text key={d.id} size="sm"><b>{d.label}</b> ({d.id}): {d.formula}. <Text span inherit c="dimmed">{d.source}</Text></Text>)}
      <Text size="sm" c="dimmed">{period.label}, {period.from} to {period.to}. Everything that happened until {instant(freshness.as_of)} is in it{freshness.sources_as_of ? `; the vendors were read until ${instant(freshness.sources_as_of)}` : '; not every vendor has been read to its end yet'}.</Text>
      {notices.length > 0 && <Alert mt="xs" color="yellow" title="To know">{notices.map((n) => <Text size="sm" key={n}>{n}</Text>)}</Alert>}
    </div>
  );
}
