import { Badge, List, Text } from '@mantine/core';
import { decimal } from '../format/decimal';
import { words } from '../format/words';

/** One rule that made a figure, with its numbers. */
export interface Reason {
  rule: string;
  detail: string;
  numbers?: { [name: string]: unknown };
}

/** Why a figure is what it is: rules in the order in which they were applied. */
export function Why({ of }: { of: readonly Reason[] }) {
  return (
    <List type="ordered" size="sm" spacing={4} listStyleType="none">
      {of.map((reason, index) => (
        <List.Item key={index}>
          <Badge variant="default" radius="sm" mr="xs">{reason.rule}</Badge>{reason.detail}
          {Object.keys(reason.numbers ?? {}).length > 0 && <Text size="xs" c="dimmed">{Object.entries(reason.numbers!).map(([name, value]) => `${words(name)} ${decimal(String(value))}`).join(' · ')}</Text>}
        </List.Item>
      ))}
    </List>
  );
}
