import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { resourceOf, resources } from '../resources/index.js';
import type { Attributes } from '../wire/body.js';
import { badRequest, invalid } from '../wire/errors.js';
import { eachItem } from './outcomes.js';

interface Edit {
  id: string;
  set?: Attributes;
  delete?: boolean;
}

/**
 * A person edits or deletes objects in the screens, under the rules of the API:
 * `{collection: "workspaces", items: [{id, set: {…}} | {id, delete: true}]}`.
 */
export const edit = (ctx: Ctx, body: { collection?: string; items?: Edit[] }): Reply => {
  if (!resources.some((resource) => resource.plural === body.collection)) throw badRequest(`no collection ${body.collection ?? ''}`);
  const resource = resourceOf(body.collection!);
  return eachItem(body.items, (item) => {
    const row = ctx.books.table(resource.plural).get(String(item.id));
    if (!row) throw invalid('id', `${resource.singular} ${item.id} does not exist`);
    if (item.delete && resource.remove) resource.remove(ctx, row);
    else if (item.set && resource.update) resource.update(ctx, row, item.set);
    else throw invalid('id', `${resource.plural} cannot be changed this way`);
    return { id: row.id };
  });
};
