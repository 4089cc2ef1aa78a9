import { Alert, Anchor, Container } from '@mantine/core';
import { useRouteError } from 'react-router';

/** A page that failed while it was drawn, or whose file went away with a new release. */
export function Broken() {
  const error = useRouteError();
  return (
    <Container component="main" size="sm" pt="xl">
      <Alert color="red" title="This page failed" role="alert">
        {error instanceof Error ? error.message : 'It could not be shown.'} <Anchor underline="always" href={window.location.href}>Load it again</Anchor>
      </Alert>
    </Container>
  );
}
