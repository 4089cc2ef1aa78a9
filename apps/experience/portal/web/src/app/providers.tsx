import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { User, UserManager } from 'oidc-client-ts';
import { AuthProvider } from 'react-oidc-context';
import { ProblemError } from '../api/problem';
import { SignedInOnly } from './signed-in-only';
import type { SignInState } from './sign-in';
import { contrasts, theme } from './theme';

/** A refusal stays one; what was not reached, or was too busy, is tried again. */
const again = (times: number, error: Error) => times < 3 && !(error instanceof ProblemError && error.status < 500 && error.status !== 429);

const queries = new QueryClient({ defaultOptions: { queries: { retry: again, staleTime: 5_000, refetchOnWindowFocus: false } } });

/** After sign-in: back to where the person was, without the code in the address. */
function back(user: User | undefined): void {
  window.history.replaceState({}, '', (user?.state as SignInState | undefined)?.returnTo ?? '/portal/');
}

/** Looks, queries, sign-in, then the pages. */
export function Providers({ users }: { users: UserManager }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={contrasts} defaultColorScheme="auto">
      <Notifications position="bottom-right" />
      <QueryClientProvider client={queries}>
        <AuthProvider userManager={users} onSigninCallback={back}>
          <SignedInOnly />
        </AuthProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
