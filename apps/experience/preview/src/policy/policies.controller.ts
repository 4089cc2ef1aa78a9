import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Scopes } from '#lib/platform';
import { POLICY_CHOICES } from '#lib/rules';
import { PolicyChoices } from './policies.dto.js';

@ApiTags('Policies')
@Controller('v1/policies')
export class PoliciesController {
  /** Every choice between competing practices that the rules know; each preview takes the ones that concern it as `policy`. */
  @Get()
  @Scopes('preview.read')
  @ApiOperation({ summary: 'Choices and their defaults', description: 'Every choice between competing practices that the rules know. Each preview takes the ones that concern it as `policy`.' })
  list(): PolicyChoices {
    return { choices: Object.entries(POLICY_CHOICES).map(([name, { rule, options, default: fallback }]) => ({ name, rule, options: [...options], default: fallback })) };
  }
}
