import { Alert, Button, Center, Container, Loader, Stack } from '@mantine/core';
import { useEffect } from 'react';
import { hasAuthParams, useAuth } from 'react-oidc-context';
import { Pages } from './pages';
import { signInHere } from './sign-in';

/** The pages for whoever is signed in; sign-in for everybody else. */
export function SignedInOnly() {
  const auth = useAuth();
  const { isLoading, isAuthenticated, activeNavigator, error } = auth;
  const signIn = !isLoading && !isAuthenticated && !activeNavigator && !error && !hasAuthParams();
  useEffect(() => {
    if (signIn) void signInHere(auth);
  }, [signIn, auth]);
  // The token has run out and could not be renewed: the issuer is asked anew, and the page is shown again afterwards.
  useEffect(() => auth.events.addAccessTokenExpired(() => void signInHere(auth)), [auth]);

  if (isAuthenticated) return <Pages />;
  if (error) {
    return (
      <Container size="xs" component="main" pt="15vh">
        <Alert color="red" title="You could not be signed in" role="alert">
          <Stack align="flex-start">
            {error.message}
            <Button onClick={() => void signInHere(auth)}>Sign in</Button>
          </Stack>
        </Alert>
      </Container>
    );
  }
  return <Center h="60vh" component="main"><Loader aria-label="Signing in" /></Center>;
}
