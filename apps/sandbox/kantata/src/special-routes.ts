import type { Ctx, Router } from '../../kernel/src/index.js';
import { change } from './changes.js';
import { EVENT_TYPES } from './events.js';
import { createOrUpdateReference } from './references.js';
import { accountMemberships } from './resources/account-memberships.js';
import { externalReferences, REFERENCE_SUBJECTS } from './resources/external-references.js';
import { users } from './resources/users.js';
import { tokenUser } from './token-user.js';
import { idOf, objectIn } from './wire/body.js';
import { invalid, notFound } from './wire/errors.js';
import { envelope } from './wire/present.js';
import { route } from './wire/route.js';
import { stampOf } from './wire/stamps.js';

/** Routes that are not plain create, read, update or delete. They come before those, whose `:id` would swallow them. */
export function specialRoutes(router: Router): void {
  route(router, 'GET', '/users/me', (ctx) => {
    const me = tokenUser(ctx.books);
    if (!me) throw notFound();
    return envelope(users, [me], ctx);
  });
  route(router, 'POST', '/external_references/create_or_update', referenceRoute);
  route(router, 'GET', '/subscribed_events/event_types', () => ({
    status: 200, body: { count: EVENT_TYPES.length, event_types: EVENT_TYPES.map((name) => ({ event_type: name })) },
  }));
  route(router, 'PUT', '/account_memberships/:id/disable', disableMembership);
}

/** Upsert of the reference, not of the object it belongs to. */
function referenceRoute(ctx: Ctx) {
  const attributes = objectIn(ctx, 'external_reference');
  const subjectType = String(attributes.subject_type ?? '');
  const subjectId = idOf(attributes, 'subject_id');
  if (!Object.hasOwn(REFERENCE_SUBJECTS, subjectType)) throw invalid('subject_type', 'Subject type is not included in the list');
  if (subjectId === null) throw invalid('subject_id', "Subject can't be blank");
  if (!ctx.books.table(REFERENCE_SUBJECTS[subjectType]!).get(subjectId)) throw invalid('subject_id', 'Subject does not exist');
  return envelope(externalReferences, [createOrUpdateReference(ctx, subjectType, subjectId, attributes)], ctx);
}

function disableMembership(ctx: Ctx) {
  const membership = ctx.books.table('account_memberships').get(ctx.params.id!);
  if (!membership) throw notFound();
  const disabled = change(ctx, 'account_memberships', membership.id, { disabled_at: stampOf(ctx) });
  if (ctx.books.table('users').get(String(membership.user_id))) change(ctx, 'users', String(membership.user_id), { disabled: true });
  return envelope(accountMemberships, [disabled], ctx);
}
