import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { answered, portal } from '../api/clients';
import type { components } from '../api/generated/experience-portal';

export type SignedIn = components['schemas']['SignedIn'];

/** Who is signed in, as the suite reads the token. */
export function useSignedIn() {
  return useQuery({ queryKey: ['me'], queryFn: () => answered(portal.GET('/v1/me')), staleTime: Infinity });
}

export const Session = createContext<SignedIn | undefined>(undefined);

/** What the person may see and do. The server decides anew on every request; this only decides what is shown. */
export function useSession() {
  const me = useContext(Session);
  if (!me) throw new Error('There is no session here.');
  return { me, may: (scope: string) => me.scopes.includes(scope), is: (...roles: string[]) => roles.some((role) => me.roles.includes(role)) };
}
