import { notifications } from '@mantine/notifications';

/** Says in passing that something was done. */
export function told(message: string): void {
  notifications.show({ message, color: 'green', withBorder: true });
}
