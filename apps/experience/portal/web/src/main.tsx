import '@mantine/core/styles.css';
import '@mantine/charts/styles.css';
import '@mantine/notifications/styles.css';
import './app/page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Providers } from './app/providers';
import { finishSilentRenewal, openSignIn } from './app/sign-in';
import { StartFailed } from './app/start-failed';

/** The address an invisible frame comes back to when a session is renewed; nothing is shown there. */
const SILENT = '/portal/silent';

async function start(): Promise<void> {
  const root = createRoot(document.getElementById('root')!);
  try {
    const users = await openSignIn();
    if (window.location.pathname === SILENT) return await finishSilentRenewal(users);
    root.render(<StrictMode><Providers users={users} /></StrictMode>);
  } catch (error) {
    root.render(<StartFailed error={error} />);
  }
}

void start();
