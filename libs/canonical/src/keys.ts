import { createHash } from 'node:crypto';

/** Business keys of effects. Each names one fact; asking twice with one key changes nothing (GL-4, glossary). */
export const effectKey = {
  customer: (clientNumber: string, legalEntity: string) => `customer:${legalEntity}:${clientNumber}`,
  erpProject: (projectCode: string) => `erp-project:${projectCode}`,
  erpProjectActivity: (projectCode: string, active: boolean, no: number) => `erp-project-activity:${projectCode}:${active ? 'on' : 'off'}:${no}`,
  psaProject: (projectCode: string) => `psa-project:${projectCode}`,
  psaProjectUpdate: (projectCode: string, step: string, no: number) => `psa-project-update:${projectCode}:${step}:${no}`,
  task: (projectCode: string, wbsCode: string) => `task:${projectCode}:${wbsCode}`,
  demand: (opportunity: string, line: string, version: number) => `demand:${opportunity}:${line}:${version}`,
  demandWithdraw: (opportunity: string, line: string, version: number) => `demand-withdraw:${opportunity}:${line}:${version}`,
  journal: (legalEntity: string, sourceType: string, sourceId: string, sourceVersion: string, purpose: string, period: string) =>
    `journal:${legalEntity}:${sourceType}:${sourceId}:${sourceVersion}:${purpose}:${period}`,
  /** `draftKey` is the natural key of a draft (glossary 6.7); `no` rises when a released invoice is dated anew after a refusal. */
  invoice: (draftKey: string, no = 1) => `invoice:${draftKey}:${no}`,
  creditMemo: (draftKey: string, no = 1) => `credit-memo:${draftKey}:${no}`,
  milestoneStatus: (projectCode: string, code: string, status: string, no: number) => `milestone-status:${projectCode}:${code}:${status}:${no}`,
  /** `no` rises with every application or withdrawal of the same amendment. */
  amendment: (contractNumber: string, amendmentNumber: string, action: 'apply' | 'withdraw', no: number) => `amendment:${contractNumber}:${amendmentNumber}:${action}:${no}`,
  /** `no` tells apart the times a document came to the same status: a further part payment, a payment returned. */
  invoiceStatus: (target: string, documentNumber: string, status: string, no = 1) => `invoice-status:${target}:${documentNumber}:${status}${no === 1 ? '' : `:${no}`}`,
  deliveryStatus: (opportunity: string, status: string, no: number) => `delivery-status:${opportunity}:${status}:${no}`,
} as const;

/** The form of a business key that fits every vendor's external-id field: letters, digits, `_`, at most 43 characters. */
export function vendorKey(system: string, key: string): string {
  return `tl_${createHash('sha256').update(`${system}\n${key}`).digest('hex').slice(0, 40)}`;
}
