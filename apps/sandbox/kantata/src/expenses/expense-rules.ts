import type { Books, Row } from '../../../kernel/src/index.js';
import { idOf, type Attributes } from '../wire/body.js';
import { invalid } from '../wire/errors.js';

/** The project an expense is to be booked on; 422 when there is none or it is archived. Expenses do not ask whether it takes time. */
export function livingWorkspace(books: Books, id: string | null): Row {
  const workspace = books.table('workspaces').get(id ?? '');
  if (!workspace) throw invalid('workspace_id', 'Workspace does not exist');
  if (workspace.archived === true) throw invalid('workspace_id', 'Workspace is archived');
  return workspace;
}

/** The task an expense is linked to, or null; 422 when it is not one of the project's. */
export function linkedStory(books: Books, workspace: Row, id: string | null): string | null {
  if (id === null) return null;
  const story = books.table('stories').get(id);
  if (!story || story.workspace_id !== workspace.id || story.deleted_at) throw invalid('story_id', 'Story is not in this project');
  return id;
}

/** The category by its id or by its name; 422 when the account has none such, or both are given and differ. */
export function categoryOf(books: Books, attributes: Attributes): Row {
  const id = idOf(attributes, 'expense_category_id');
  const name = attributes.category;
  if (id === null && !name) throw invalid('category', "Category can't be blank");
  const category = id !== null ? books.table('expense_categories').get(id) : books.table('expense_categories').by('name', String(name))[0];
  if (!category || category.deleted_at) throw invalid(id !== null ? 'expense_category_id' : 'category', 'Category is not included in the list');
  if (name && category.name !== name) throw invalid('category', 'Category does not match the expense category');
  return category;
}

/** An id of another table in an attribute, or null; 422 when there is no such row. */
export function existing(books: Books, attributes: Attributes, name: string, table: string, label: string): string | null {
  const id = idOf(attributes, name);
  if (id !== null && !books.table(table).get(id)) throw invalid(name, `${label} does not exist`);
  return id;
}

/** 422 while a report that is pending or approved holds the expense, or an invoice does. */
export function refuseLocked(expense: Row): void {
  if (expense.is_invoiced === true) throw invalid('base', 'Expense has been invoiced');
  if (expense.active_submission_id) throw invalid('base', 'Expense is on an active expense report');
}
