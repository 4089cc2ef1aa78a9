import type { ExceptionCode } from '#lib/canonical';
import { clearExceptions, type LineOfContract, raiseException } from '#lib/store';
import type { EntityManager } from 'typeorm';

export interface LineFault {
  message: string;
  context?: Record<string, unknown>;
}

/** One exception per line, code and part while its cause stands; it ends by itself when the cause is gone. */
export async function showOnLine(em: EntityManager, { contract, line }: LineOfContract, code: ExceptionCode, fault: LineFault | null, part = 'terms'): Promise<void> {
  const business_key = `${part}:${contract.data.contract_number}:${line.line_no}`;
  if (!fault) {
    await clearExceptions(em, { business_key, code }, 'cleared', { by: 'throughline', reason: 'The cause is gone' });
    return;
  }
  await raiseException(em, { code, business_key, workflow: 'contract-billing', step: part, legal_entity_code: contract.legal_entity_code ?? undefined, correlation_id: contract.correlation_id, message: fault.message, context: { contract: contract.data.contract_number, line_no: line.line_no, ...fault.context } });
}
