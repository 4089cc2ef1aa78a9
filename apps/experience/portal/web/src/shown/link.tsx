import { Anchor, type AnchorProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** A link to another page of the portal. */
export function PageLink({ to, children, ...looks }: { to: string; children: ReactNode } & AnchorProps) {
  return <Anchor component={Link} to={to} inherit {...looks}>{children}</Anchor>;
}
