import { AppShell, Burger, Button, Group, NavLink, ScrollArea, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect } from 'react';
import { useAuth } from 'react-oidc-context';
import { NavLink as RouterLink, Outlet, useLocation } from 'react-router';
import { words } from '../format/words';
import { MENU } from './page-list';
import { useSession } from './session';

/** Head, menu and the page. */
export function Shell() {
  const [open, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  const { may } = useSession();
  useEffect(close, [pathname, close]);
  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 230, breakpoint: 'sm', collapsed: { mobile: !open } }} padding="md">
      <a className="skip-link" href="#page">To the page</a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group wrap="nowrap" gap="sm">
            <Burger opened={open} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={open ? 'Close the menu' : 'Open the menu'} />
            <Text fw={700} size="lg">Throughline</Text>
          </Group>
          <Who />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Pages">
        <AppShell.Section grow component={ScrollArea}>
          {MENU.filter((page) => may(page.scope)).map((page) => (
            <NavLink key={page.path} component={RouterLink} to={page.path} label={page.title} active={pathname.startsWith(page.path)} variant="light" />
          ))}
        </AppShell.Section>
        <AppShell.Section><Scheme /></AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1}><Outlet /></AppShell.Main>
    </AppShell>
  );
}

function Who() {
  const auth = useAuth();
  const { me } = useSession();
  return (
    <Group gap="sm" wrap="nowrap">
      <Stack gap={0} visibleFrom="xs" align="flex-end">
        <Text size="sm">{me.name}</Text>
        <Text size="xs" c="dimmed">{me.roles.map(words).join(', ')}</Text>
      </Stack>
      <Button size="compact-sm" variant="default" onClick={() => void auth.signoutRedirect()}>Sign out</Button>
    </Group>
  );
}

function Scheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl fullWidth size="xs" mt="sm" aria-label="Color scheme" value={colorScheme} onChange={(chosen) => setColorScheme(chosen as 'auto' | 'light' | 'dark')}
      data={[{ value: 'auto', label: 'System' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]} />
  );
}
