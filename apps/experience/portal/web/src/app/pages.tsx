import { Center, Container, Loader } from '@mantine/core';
import { useState } from 'react';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import { EffectPage } from '../effects/effect-page';
import { EffectsPage } from '../effects/effects-page';
import { ExceptionPage } from '../exceptions/exception-page';
import { ExceptionsPage } from '../exceptions/exceptions-page';
import { ProblemAlert } from '../shown/problem-alert';
import { NotFound } from './not-found';
import { Broken } from './broken';
import { MENU } from './page-list';
import { Session, type SignedIn, useSignedIn } from './session';
import { Shell } from './shell';

const routerFor = (me: SignedIn) =>
  createBrowserRouter([{
    path: '/', element: <Shell />, errorElement: <Broken />, hydrateFallbackElement: <Center h="60vh"><Loader aria-label="Loading" /></Center>,
    children: [
      { index: true, element: <Navigate to={MENU.find((page) => me.scopes.includes(page.scope))?.path ?? '/nothing'} replace /> },
      { path: 'exceptions', element: <ExceptionsPage /> },
      { path: 'exceptions/:id', element: <ExceptionPage /> },
      { path: 'invoices', lazy: async () => ({ Component: (await import('../invoices/invoices-page')).InvoicesPage }) },
      { path: 'invoices/:id', lazy: async () => ({ Component: (await import('../invoices/invoice-page')).InvoicePage }) },
      { path: 'billing', lazy: async () => ({ Component: (await import('../billing/billing-page')).BillingPage }) },
      { path: 'runs', lazy: async () => ({ Component: (await import('../runs/runs-page')).RunsPage }) },
      { path: 'runs/:id', lazy: async () => ({ Component: (await import('../runs/run-page')).RunPage }) },
      { path: 'effects', element: <EffectsPage /> },
      { path: 'effects/:system/:key', element: <EffectPage /> },
      { path: 'utilization', lazy: async () => ({ Component: (await import('../utilization/utilization-page')).UtilizationPage }) },
      { path: 'utilization/days', lazy: async () => ({ Component: (await import('../utilization/worker-days-page')).WorkerDaysPage }) },
      { path: 'margin', lazy: async () => ({ Component: (await import('../margin/margin-page')).MarginPage }) },
      { path: 'margin/records', lazy: async () => ({ Component: (await import('../margin/margin-records-page')).MarginRecordsPage }) },
      { path: 'integration', lazy: async () => ({ Component: (await import('../health/health-page')).HealthPage }) },
      { path: 'close', lazy: async () => ({ Component: (await import('../close/close-page')).ClosePage }) },
      { path: '*', element: <NotFound /> },
    ],
  }], { basename: '/portal' });

/** The pages of whoever is signed in. */
export function Pages() {
  const { data: me, error } = useSignedIn();
  if (error) return <Container component="main" size="sm" pt="xl"><ProblemAlert error={error} /></Container>;
  if (!me) return <Center h="60vh" component="main"><Loader aria-label="Loading" /></Center>;
  return <Session.Provider value={me}><Routed me={me} /></Session.Provider>;
}

function Routed({ me }: { me: SignedIn }) {
  const [router] = useState(() => routerFor(me));
  return <RouterProvider router={router} />;
}
