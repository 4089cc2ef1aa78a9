import { switchValue, type Books, type Row } from '../../kernel/src/index.js';

/** The user the token belongs to: switch `token_user_id`, else an administrator, else the first user there is. */
export function tokenUser(books: Books): Row | undefined {
  const users = books.table('users');
  const chosen = users.get(String(switchValue(books, 'token_user_id', '')));
  if (chosen) return chosen;
  const administrator = books.table('account_memberships').by('permission', 'administrator')[0];
  return (administrator && users.get(String(administrator.user_id))) ?? users.first(() => true);
}
