import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiProblems, CurrentPrincipal, type Principal, Problem, Roles, Scopes } from '#lib/platform';
import type { DataSource } from 'typeorm';
import { amendmentDetail, listAmendments } from './amendment-views.js';
import { AmendmentDetail, AmendmentPage, AmendmentQuery, ReviewDecision, ReviewRequest } from './amendment.dto.js';
import { decideReview, requestReview } from './review.js';

@ApiTags('Amendments')
@Controller('v1/amendments')
export class AmendmentsController {
  constructor(@InjectDataSource() private readonly ds: DataSource) {}

  /** Changes of contracts, with how far each is carried out. */
  @Get()
  @Scopes('process.read')
  @ApiOperation({ summary: 'List amendments' })
  list(@Query() query: AmendmentQuery, @CurrentPrincipal() who: Principal): Promise<AmendmentPage> {
    return listAmendments(this.ds.manager, query, who.legal_entities);
  }

  /** One amendment with its seven steps (MOD-8), its treatment in revenue with the rules behind it, and who has reviewed it. */
  @Get(':id')
  @Scopes('process.read')
  @ApiOperation({ summary: 'Read an amendment' })
  @ApiProblems('not_found')
  one(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() who: Principal): Promise<AmendmentDetail> {
    return this.detail(id, who);
  }

  /** Puts the treatment in revenue forward for decision. It holds for the terms as they are now: other terms need another review. */
  @Post(':id/revenue-reviews')
  @HttpCode(201)
  @Scopes('process.write')
  @Roles('finance', 'finance_approver')
  @ApiOperation({ summary: 'Ask for approval of the revenue treatment' })
  @ApiProblems('not_found', 'conflict')
  async request(@Param('id', ParseUUIDPipe) id: string, @Body() body: ReviewRequest, @CurrentPrincipal() who: Principal): Promise<AmendmentDetail> {
    await this.detail(id, who);
    await this.ds.transaction((em) => requestReview(em, id, who.sub, body.reason));
    return this.detail(id, who);
  }

  /** Decides on the treatment put forward, by another person than the one who did so. When it is approved, an amendment that waited for it goes on by itself. */
  @Post(':id/revenue-reviews/decision')
  @HttpCode(200)
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiOperation({ summary: 'Decide on the revenue treatment' })
  @ApiProblems('not_found', 'conflict', 'forbidden')
  async decide(@Param('id', ParseUUIDPipe) id: string, @Body() body: ReviewDecision, @CurrentPrincipal() who: Principal): Promise<AmendmentDetail> {
    await this.detail(id, who);
    await this.ds.transaction((em) => decideReview(em, id, who.sub, body));
    return this.detail(id, who);
  }

  private async detail(id: string, who: Principal): Promise<AmendmentDetail> {
    const found = await amendmentDetail(this.ds.manager, id, who.legal_entities);
    if (!found) throw new Problem('not_found', `There is no amendment ${id}.`);
    return found;
  }
}
