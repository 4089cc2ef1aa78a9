import { add, change } from '../changes.js';
import { column, type Resource } from '../resource.js';
import { invalid } from '../wire/errors.js';
import type { Attributes } from '../wire/body.js';
import { stampOf } from '../wire/stamps.js';

const named = (attributes: Attributes): string => {
  const name = String(attributes.name ?? '').trim();
  if (!name) throw invalid('name', "Name can't be blank");
  return name;
};

/** Kinds of expenses: a name each. Deleted ones are hidden unless `only_active` is false. */
export const expenseCategories: Resource = {
  plural: 'expense_categories', singular: 'expense_category', subject: 'ExpenseCategory',
  columns: ['name', 'deleted_at'],
  associations: {},
  filters: { matching: { keep: (row, value) => String(row.name ?? '').toLowerCase().includes(value.toLowerCase()) } },
  orders: { alphabetical: column('name') },
  defaultOrder: 'alphabetical:asc',
  listed: (row, query) => !row.deleted_at || query.get('only_active') === 'false',
  create: (ctx, attributes) => add(ctx, 'expense_categories', { name: named(attributes), deleted_at: null }),
  update: (ctx, row, attributes) => change(ctx, 'expense_categories', row.id, { name: named(attributes) }),
  remove: (ctx, row) => void change(ctx, 'expense_categories', row.id, { deleted_at: stampOf(ctx) }),
};
