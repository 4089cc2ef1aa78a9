import { Text } from '@mantine/core';
import { PageHead } from '../shown/page-head';

/** An address that is no page. */
export function NotFound() {
  return <PageHead title="There is no such page"><Text>Choose one from the menu. What you may not see is not in it.</Text></PageHead>;
}
