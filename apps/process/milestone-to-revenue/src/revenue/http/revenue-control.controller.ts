import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { dec, monthEnd } from '#lib/canonical';
import { Scopes } from '#lib/platform';
import { allocationConserved, balancesConserved, type Conserved, revenueConserved } from '#lib/rules';
import { contractPositions } from '#lib/store';
import type { DataSource } from 'typeorm';
import { PositionList, PositionQuery, type PostingTotal, RevenueControlQuery, RevenueControlTotals, type RevenueLaw } from './revenue-control.dto.js';
import { positionView } from './revenue-contract-views.js';

interface Side {
  legal_entity_code: string;
  currency: string;
  contract: string;
  left: string;
  right: string;
  law: Conserved;
}

@ApiTags('Control')
@Controller('v1')
export class RevenueControlController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** The conservation laws of revenue per legal entity and currency; each is summed from the contracts, in every one of which it must hold. */
  @Get('control-totals')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Control totals of revenue (REC-3 laws 2, 3 and 4)' })
  async totals(@Query() q: RevenueControlQuery): Promise<RevenueControlTotals> {
    const [allocation, schedule, balances] = [grouped(await this.allocation(q)), grouped(await this.schedule(q)), grouped(await this.balances(q))];
    return { allocation, schedule, balances, postings: await this.postings(q), holds: [...allocation, ...schedule, ...balances].every((l) => l.holds) };
  }

  private async allocation(q: RevenueControlQuery): Promise<Side[]> {
    const rows: (Omit<Side, 'law' | 'left' | 'right'> & { price: string; allocated: string[] })[] = await this.ds.query(
      `select rc.legal_entity_code, rc.currency, c.data->>'contract_number' as contract, rc.transaction_price::text as price, array_agg(o.allocated_price::text order by o.code) as allocated
       from revenue_contract rc join canonical_record c on c.id = rc.contract_ids[1] join performance_obligation o on o.revenue_contract_id = rc.id and o.component = 'fixed' where ($1::text is null or rc.legal_entity_code = $1) group by rc.id, c.id order by 1, 2, 3`, [q.legal_entity_code ?? null]);
    return rows.map((r) => ({ ...r, left: r.allocated.reduce((t, a) => t.plus(a), dec(0)).toFixed(), right: dec(r.price).toFixed(), law: allocationConserved({ transaction_price: r.price, allocated: r.allocated }) }));
  }

  /** With a month: what was recognized by its end, and what comes after it, recognized since or still planned. */
  private async schedule(q: RevenueControlQuery): Promise<Side[]> {
    const rows: (Omit<Side, 'law' | 'left' | 'right'> & { allocated: string; recognized: string; remaining: string })[] = await this.ds.query(
      `select rc.legal_entity_code, rc.currency, c.data->>'contract_number' || ' ' || o.code as contract, o.allocated_price::text as allocated, e.recognized::text, (e.since + coalesce(s.planned, 0))::text as remaining
       from performance_obligation o join revenue_contract rc on rc.id = o.revenue_contract_id join canonical_record c on c.id = o.contract_id
       cross join lateral (select coalesce(sum(amount) filter (where $2::text is null or period <= $2), 0) as recognized, coalesce(sum(amount) filter (where period > $2), 0) as since from revenue_event where obligation_id = o.id and status = 'posted' and kind <> 'loss_provision') e
       cross join lateral (select sum(planned) as planned from revenue_schedule_line where obligation_id = o.id and status in ('planned', 'ready', 'held')) s
       where o.component = 'fixed' and ($1::text is null or rc.legal_entity_code = $1) order by 1, 2, 3`, [q.legal_entity_code ?? null, q.period ?? null]);
    return rows.map((r) => ({ ...r, left: dec(r.recognized).plus(r.remaining).toFixed(), right: dec(r.allocated).toFixed(), law: revenueConserved({ allocated_price: r.allocated, cumulative_revenue: r.recognized, remaining: r.remaining }) }));
  }

  private async balances(q: RevenueControlQuery): Promise<Side[]> {
    const positions = await contractPositions(this.ds.manager, { as_of: q.period ? monthEnd(`${q.period}-01`) : '9999-12-31', legal_entity_code: q.legal_entity_code });
    return positions.map((p) => ({
      legal_entity_code: p.legal_entity_code, currency: p.currency, contract: p.contract_number, left: dec(p.recognized).minus(p.billed).toFixed(), right: dec(p.ledger_asset).minus(p.ledger_liability).toFixed(),
      law: balancesConserved({ cumulative_revenue: p.recognized, cumulative_billed: p.billed, contract_asset: p.ledger_asset, contract_liability: p.ledger_liability }),
    }));
  }

  private postings(q: RevenueControlQuery): Promise<PostingTotal[]> {
    return this.ds.query(
      `select legal_entity_code, functional_currency as currency, to_char(posting_date, 'YYYY-MM') as period, account_role, trim_scale(sum(functional_amount))::text as amount
       from contract_posting where ($1::text is null or legal_entity_code = $1) and ($2::text is null or to_char(posting_date, 'YYYY-MM') <= $2) group by 1, 2, 3, 4 order by 1, 2, 3, 4`, [q.legal_entity_code ?? null, q.period ?? null]);
  }

  /** What stands in the balance sheet per contract: contract asset or contract liability, never both, and the receivable apart (BAL-1, BAL-2). */
  @Get('contract-positions')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Contract balances' })
  async positions(@Query() q: PositionQuery): Promise<PositionList> {
    return { positions: (await contractPositions(this.ds.manager, { as_of: q.as_of ?? '9999-12-31', legal_entity_code: q.legal_entity_code })).map(positionView) };
  }
}

/** Sums the sides per legal entity and currency and names the contracts in which they differ. */
function grouped(sides: Side[]): RevenueLaw[] {
  const groups = new Map<string, RevenueLaw>();
  for (const s of sides) {
    const key = `${s.legal_entity_code} ${s.currency}`;
    const g = groups.get(key) ?? { legal_entity_code: s.legal_entity_code, currency: s.currency, left: '0', right: '0', difference: '0', holds: true, breaks: [] };
    groups.set(key, {
      ...g, left: dec(g.left).plus(s.left).toFixed(), right: dec(g.right).plus(s.right).toFixed(), difference: dec(g.difference).plus(s.law.difference).toFixed(), holds: g.holds && s.law.ok, breaks: s.law.ok ? g.breaks : [...g.breaks, s.contract],
    });
  }
  return [...groups.values()];
}
