import { switchValue, type Row } from '../../../kernel/src/index.js';
import { KEPT_DAYS } from '../events.js';
import { byIds, byText, instant, type Resource } from '../resource.js';

const changesOf = (row: Row): [string, [unknown, unknown]][] => Object.entries((row.payload_changes ?? {}) as Record<string, [unknown, unknown]>);

/**
 * The change feed, for the last days only. Payloads hold the columns an event changed.
 * Switch `event_lag_s` makes events appear that many seconds late.
 */
export const subscribedEvents: Resource = {
  plural: 'subscribed_events', singular: 'subscribed_event', subject: 'SubscribedEvent',
  columns: ['event_type', 'account_id', 'user_id', 'subject_id', 'subject_type', 'subject_changed_at', 'created_at'],
  optional: ['previous_payload', 'current_payload', 'payload_changes'],
  computed: {
    account_id: () => 1,
    user_id: (row) => (row.user_id == null ? null : Number(row.user_id)),
    subject_id: (row) => Number(row.subject_id),
    previous_payload: (row) => Object.fromEntries(changesOf(row).map(([name, [before]]) => [name, before])),
    current_payload: (row) => Object.fromEntries(changesOf(row).map(([name, [, after]]) => [name, after])),
  },
  associations: {},
  filters: {
    event_types: byText('event_type'),
    subject_type: byText('subject_type'),
    subject_id: byIds('subject_id'),
    user_ids: byIds('user_id'),
    most_recent: { keep: (row, value, books) => value !== 'true' || isLatest(row, books.table('subscribed_events').by('subject_id', row.subject_id), false) },
    most_recent_by_event_type: {
      keep: (row, value, books) => value !== 'true' || isLatest(row, books.table('subscribed_events').by('subject_id', row.subject_id), true),
    },
  },
  orders: { created_at: instant('created_at') },
  defaultOrder: 'created_at:desc',
  listed(row, _query, books, now) {
    const at = Date.parse(String(row.created_at));
    const lag = Number(switchValue(books, 'event_lag_s', 0)) * 1000;
    return at >= now.getTime() - KEPT_DAYS * 86_400_000 && at <= now.getTime() - lag;
  },
};

function isLatest(row: Row, siblings: Row[], perType: boolean): boolean {
  return !siblings.some((other) =>
    other.subject_type === row.subject_type && (!perType || other.event_type === row.event_type) && Number(other.id) > Number(row.id));
}
