import { Body, Controller, Get, Injectable, Module, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, Matches } from 'class-validator';
import { Roles, Scopes } from '../auth/decorators.js';
import { ApiProblems } from '../problem/api-problems.js';
import { buildDocument } from './document.js';
import { mountApps } from './mount-apps.js';

@Injectable()
class NeedsDatabase {
  constructor() {
    throw new Error('a provider was made');
  }
}
const NUMBER = /^INV-\d+$/;
class ReleaseDto {
  @Matches(NUMBER)
  number: string;
  @IsInt()
  copies: number;
  @Matches(NUMBER, { context: { example: 'INV-7' } })
  shown: string;
  @IsOptional()
  @ApiProperty({ pattern: '^own$', required: false })
  @Matches(NUMBER)
  stated?: string;
}
class InvoiceQuery {
  @IsOptional()
  @ApiProperty({ required: false })
  @Matches(NUMBER, { context: { example: 'INV-7' } })
  number?: string;
  @IsOptional()
  @ApiProperty({ required: false, example: 'INV-9' })
  @Matches(NUMBER)
  after?: string;
}
@Controller('v1/invoices')
class InvoiceController {
  constructor(readonly database: NeedsDatabase) {}
  @Post('release')
  @Scopes('finance.release')
  @Roles('finance_approver')
  @ApiCreatedResponse({ description: 'Released' })
  @ApiProblems('idempotency_key_required', 'conflict', 'idempotency_conflict', 'business_rejection')
  release(@Body() _body: ReleaseDto) {
    return {};
  }
  @Get()
  @Scopes('process.read')
  list(@Query() _query: InvoiceQuery) {
    return [];
  }
}
@Module({ controllers: [InvoiceController], providers: [NeedsDatabase] })
class InvoiceModule {}
const META = { name: 'inv', prefix: '/process/invoices', title: 'Invoices', version: '2.1.0', description: 'About invoices.' };

it('is made without making any provider, and the same each time', async () => {
  const a = await buildDocument(InvoiceModule, META);
  expect(a).toEqual(await buildDocument(InvoiceModule, META));
  expect(a.info).toMatchObject({ title: 'Invoices', version: '2.1.0' });
  expect(Object.keys(a.paths)).toEqual(['/v1/invoices/release', '/v1/invoices']);
  expect(a.paths['/v1/invoices']!.get!.operationId).toBe('invoice_list');
});

it('says per route what a caller must hold and which problems it may answer with', async () => {
  const { post } = (await buildDocument(InvoiceModule, META)).paths['/v1/invoices/release']!;
  expect(post).toMatchObject({ security: [{ bearer: [] }], 'x-required-scopes': ['finance.release'], 'x-required-roles': ['finance_approver'], description: 'Needs the scope `finance.release` and one of the roles `finance_approver`.' });
  expect(Object.keys(post!.responses).sort()).toEqual(['201', '400', '401', '403', '409', '422', '429', '500']);
  expect(post!.responses['409']).toMatchObject({ description: expect.stringMatching(/`conflict`.*`idempotency_conflict`/), content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } } } });
});

it('states the formats that are accepted, also where a rule names a constant', async () => {
  const { ReleaseDto: dto } = (await buildDocument(InvoiceModule, META)).components!.schemas as Record<string, { properties: Record<string, { pattern: string }> }>;
  expect(dto!.properties).toMatchObject({ number: { type: 'string', pattern: '^INV-\\d+$' }, stated: { type: 'string', pattern: '^own$' }, copies: { type: 'integer' }, shown: { pattern: '^INV-\\d+$', example: 'INV-7' } });
});

it('a filter is not filled in by the example of its format', async () => {
  const { parameters } = (await buildDocument(InvoiceModule, META)).paths['/v1/invoices']!.get!;
  expect(parameters).toMatchObject([{ name: 'number', schema: { pattern: '^INV-\\d+$' } }, { name: 'after', schema: { example: 'INV-9' } }]);
  expect((parameters![0] as { schema: object }).schema).not.toHaveProperty('example');
});

it('an answer shows an example of each class it may carry', async () => {
  const document = await buildDocument(InvoiceModule, META);
  const { responses } = document.paths['/v1/invoices/release']!.post! as { responses: Record<string, { content: Record<string, { examples: object }> }> };
  expect(responses['409']!.content['application/problem+json']!.examples).toEqual({ conflict: { $ref: '#/components/examples/conflict' }, idempotency_conflict: { $ref: '#/components/examples/idempotency_conflict' } });
  expect(Object.keys(responses['400']!.content['application/problem+json']!.examples)).toEqual(['validation', 'idempotency_key_required']);
  expect(document.components!.examples).toMatchObject({ validation: { value: { status: 400, class: 'validation', errors: [{ field: expect.any(String), fix: expect.any(String) }] } }, business_rejection: { value: { status: 422, code: 'PERIOD_CLOSED' } } });
});

it('describes a problem completely', async () => {
  const { ProblemDto, FieldErrorDto } = (await buildDocument(InvoiceModule, META)).components!.schemas as Record<string, { required: string[]; properties: object }>;
  expect(ProblemDto!.required).toEqual(['type', 'title', 'status', 'detail', 'instance', 'class', 'correlation_id']);
  expect(Object.keys(FieldErrorDto!.properties)).toEqual(['field', 'message', 'fix']);
});

describe('mounting', () => {
  const handler = () => undefined;
  it('refuses two apps under one prefix and prefixes that are no paths', async () => {
    await expect(mountApps([{ prefix: '/a', handler }, { prefix: '/a/', handler }], { port: 0 })).rejects.toThrow('Two apps want the prefix "/a"');
    await expect(mountApps([{ prefix: 'a', handler }], { port: 0 })).rejects.toThrow('not a usable prefix');
  });
  it('says so if the port is taken', async () => {
    const first = await mountApps([{ prefix: '/a', handler }], { port: 0 });
    await expect(mountApps([{ prefix: '/a', handler }], { port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
  });
});
