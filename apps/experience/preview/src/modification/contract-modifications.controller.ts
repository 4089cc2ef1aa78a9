import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Previewed } from '../request/previewed.js';
import { ContractModificationAnswer, ContractModificationRequest } from './contract-modification.dto.js';
import { CONTRACT_MODIFICATION_EXAMPLES } from './contract-modifications.example.js';
import { previewModification } from './preview-modification.js';

@ApiTags('Revenue')
@Controller('v1/contract-modifications')
export class ContractModificationsController {
  /** Tells how a change of a contract is accounted for. Writes nothing. */
  @Post()
  @Previewed(ContractModificationRequest, ContractModificationAnswer, CONTRACT_MODIFICATION_EXAMPLES)
  @ApiOperation({ summary: 'Account for a contract modification', description: 'The treatment that follows from the facts (MOD-1 to MOD-5, MOD-7) and, where they are given, its figures: a contract apart (MOD-2), the remaining price over the remaining units (MOD-3, MOD-6), or the catch-up (MOD-4). Writes nothing. 422: `METHOD_NOT_ALLOWED`, `EAC_STALE`.' })
  preview(@Body() request: ContractModificationRequest): ContractModificationAnswer {
    return previewModification(request);
  }
}
