/** A page in the menu and the scope it needs. */
export interface MenuPage {
  path: string;
  title: string;
  scope: string;
}

/** The menu, in the order in which a day goes. */
export const MENU: readonly MenuPage[] = [
  { path: '/exceptions', title: 'Exceptions', scope: 'operations.read' },
  { path: '/invoices', title: 'Invoices', scope: 'process.read' },
  { path: '/billing', title: 'Why is one missing?', scope: 'process.read' },
  { path: '/utilization', title: 'Utilization', scope: 'experience.read' },
  { path: '/margin', title: 'Margin', scope: 'experience.read' },
  { path: '/close', title: 'Close', scope: 'process.read' },
  { path: '/runs', title: 'Runs', scope: 'process.read' },
  { path: '/effects', title: 'Effects', scope: 'operations.read' },
  { path: '/integration', title: 'Integration health', scope: 'process.read' },
];
