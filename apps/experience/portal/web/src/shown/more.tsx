import { Button, Center } from '@mantine/core';

/** The next page of a list, when there is one. */
export function More({ of }: { of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
  if (!of.hasNextPage) return null;
  return <Center><Button variant="default" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>Show more</Button></Center>;
}
