import type { ExceptionCode, TaxCode } from '#lib/canonical';
import type { AwaitedChange } from '#lib/process';
import { termFaults } from '#lib/rules';
import { recordByKey } from '#lib/store';
import type { EntityManager } from 'typeorm';
import type { Deal } from './deal.js';

/** Something a deal lacks before finance can bill it, in the words of the person who can fix it. */
export interface MissingTerm {
  code: ExceptionCode;
  field: string;
  message: string;
  /** Records whose change may bring it. */
  waits_for: AwaitedChange[];
}

/**
 * The commercial fields that must be there before anything is created (PA-006, PA-008, PA-013): account, legal entity, tax,
 * signed contract with lines whose terms are complete, and a rate card in force. Returns every fault at once, so that one round of fixing is enough.
 */
export async function missingTerms(em: EntityManager, deal: Deal): Promise<MissingTerm[]> {
  const missing: MissingTerm[] = [];
  const { client, contract, opportunity } = deal;
  // The deal says which client and contract are its; those say the rest.
  const sources: AwaitedChange[] = [{ entity: 'opportunity', key: opportunity.data.opportunity_number }, ...[client, contract].flatMap((r) => (r ? [{ entity: r.entity, key: r.natural_key ?? r.id }] : []))];
  const need: Need = (ok, code, field, message, waits_for = []) => void (ok || missing.push({ code, field, message, waits_for: [...sources, ...waits_for] }));
  need(opportunity.data.commercial_approval === 'approved', 'COMMERCIAL_APPROVAL_MISSING', 'opportunity.commercial_approval', 'The deal is won without commercial approval');
  need(deal.legal_entity_code, 'MISSING_LEGAL_ENTITY', 'opportunity.legal_entity', 'Neither the deal nor its contract names a legal entity');
  need(client, 'MISSING_ACCOUNT_DATA', 'opportunity.client', 'The deal has no client account');
  need(client?.data.legal_name, 'MISSING_ACCOUNT_DATA', 'client.legal_name', 'The client has no legal name');
  need(contract, 'MISSING_CONTRACT', 'opportunity.contract', 'The deal has no contract');
  if (contract) {
    need(contract.data.signed_date, 'MISSING_CONTRACT', 'contract.signed_date', `Contract ${contract.data.contract_number} is not signed`);
    need(contract.data.lines.length > 0, 'MISSING_CONTRACT', 'contract.lines', `Contract ${contract.data.contract_number} has no lines`);
    need(!client?.data.po_required || contract.data.po_number, 'MISSING_CONTRACT', 'contract.po_number', `The client demands a purchase order number and contract ${contract.data.contract_number} has none`);
    for (const line of contract.data.lines) {
      await needTax(em, line.tax_profile ?? client?.data.tax_profile, `contract.lines[${line.line_no}].tax_profile`, need);
      for (const fault of termFaults(line, contract.data.currency)) need(false, 'INVALID_TERMS', `contract.${fault.field}`, `Contract ${contract.data.contract_number}: ${fault.message}`);
      if (line.contract_type === 'time_and_materials') await needRateCard(em, line.rate_card_code, contract.data.currency, `contract.lines[${line.line_no}].rate_card`, need);
    }
  }
  return missing;
}

/** Missing terms as exceptions show them: one for each code, with all that it is about. */
export function byCode(missing: MissingTerm[]): { code: ExceptionCode; fields: string[]; message: string; waits_for: AwaitedChange[] }[] {
  const codes = [...new Set(missing.map((m) => m.code))];
  return codes.map((code) => {
    const same = missing.filter((m) => m.code === code);
    return { code, fields: same.map((m) => m.field), message: same.map((m) => m.message).join('; '), waits_for: same.flatMap((m) => m.waits_for) };
  });
}

type Need = (ok: unknown, code: ExceptionCode, field: string, message: string, waits_for?: AwaitedChange[]) => void;

async function needTax(em: EntityManager, profile: string | undefined, field: string, need: Need): Promise<void> {
  if (!profile) return need(false, 'INVALID_TAX', field, 'Neither the contract line nor the client has a tax profile');
  const tax = await recordByKey<TaxCode>(em, 'tax_code', profile);
  need(tax && !tax.deleted, 'INVALID_TAX', field, `Tax profile ${profile} does not exist in the ERP`, [{ entity: 'tax_code', key: profile }]);
}

async function needRateCard(em: EntityManager, code: string | undefined, currency: string, field: string, need: Need): Promise<void> {
  if (!code) return; // the client's, legal entity's or global card prices the work (RATE-2); a missing price holds the entry
  const [found] = await em.query(
    `select 1 from canonical_record where entity = 'rate_card_version' and not deleted and data->>'card_code' = $1 and data->>'currency' = $2 and status in ('approved', 'active') limit 1`, [code, currency]);
  need(found, 'MISSING_RATE_CARD', field, `Rate card ${code} has no approved version in ${currency}`, [{ entity: 'rate_card_version', field: 'card_code', value: code }]);
}
