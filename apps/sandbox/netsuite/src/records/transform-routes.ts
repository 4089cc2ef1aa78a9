import type { Ctx, Reply } from '../../../kernel/src/index.js';
import { written } from '../answering.js';
import { saveRecord } from '../books/keepers.js';
import { lineRows } from '../books/lines.js';
import { saleLineOf } from '../books/sale-lines.js';
import { creditMemo, invoice } from '../catalog/transactions.js';
import { noSuchResource } from '../errors.js';
import { workOf } from '../work.js';
import { recordUrl } from './links.js';
import { mustFind, typeOf } from './locate.js';

/** POST /record/v1/invoice/{id}/!transform/creditMemo: a credit memo over the invoice's lines, laid over by the body, applied to it. */
export function transformRecord(ctx: Ctx): Reply {
  const source = typeOf(ctx);
  const target = ctx.params.target?.toLowerCase();
  if (source !== invoice || target !== creditMemo.name.toLowerCase()) throw noSuchResource(ctx.path);
  const work = workOf(ctx);
  const row = mustFind(ctx, work, source);
  const items = lineRows(work, row.id).filter((line) => line.mainline === 'F' && line.taxline === 'F').map((line) => saleLineOf(line, true))
    .map(({ item, quantity, rate, amount, memo, taxcode, job, department, class: classification }) => ({
      item, quantity, rate, amount, description: memo, taxCode: taxcode, job, department, class: classification,
    }));
  const sent = ctx.raw.length ? ctx.json<Record<string, unknown>>() : {};
  const body = JSON.parse(JSON.stringify({ entity: row.entity, job: row.job, subsidiary: row.subsidiary, currency: row.currency, exchangeRate: row.exchangerate, createdFrom: row.id, item: { items }, ...sent })) as object;
  const saved = saveRecord(work, creditMemo, undefined, body);
  return written(recordUrl(ctx, creditMemo.name, saved.id), work.warnings);
}
