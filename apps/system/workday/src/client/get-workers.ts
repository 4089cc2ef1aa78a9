import { UnreadableAnswer, type VendorContext, type VendorRequest } from '#lib/connector';
import type { WorkdaySettings } from '../settings.js';
import { envelope, escaped } from './envelope.js';
import { givenAt } from './vendor-time.js';
import { all, first, parseXml, textAt, type Xml } from './xml.js';

/** What to ask Get_Workers for. Days are `YYYY-MM-DD`, moments UTC. */
export interface WorkersQuery {
  /** One worker by WID. */
  wid?: string;
  /** Workers with a transaction keyed in since this moment. */
  updatedFrom?: string;
  /** Workers with a transaction that takes effect on one of these days. */
  effective?: { from: string; through: string; types?: string[] };
  /** The day the data hold on; the tenant's today unless given. */
  asOf?: string;
  /** Data as they were known at this moment: pages of one walk then fit together. */
  enteredBy?: string;
  page?: number;
  count?: number;
}

export interface WorkersPage {
  workers: Xml[];
  totalPages: number;
  /** By Workday's clock. */
  givenAt: string;
}

/** Most workers Get_Workers returns in one page. */
export const LARGEST_PAGE = 999;

const element = (name: string, inner: string) => (inner === '' ? '' : `<bsvc:${name}>${inner}</bsvc:${name}>`);
const leaf = (name: string, value: string | number | undefined) => (value === undefined ? '' : `<bsvc:${name}>${escaped(String(value))}</bsvc:${name}>`);
const reference = (name: string, type: string, id: string) => `<bsvc:${name}><bsvc:ID bsvc:type="${type}">${escaped(id)}</bsvc:ID></bsvc:${name}>`;

/** The request, elements in the order of the service's schema. Inactive workers are never excluded: a termination must be seen. */
export function getWorkersRequest(query: WorkersQuery, settings: WorkdaySettings): VendorRequest {
  const { effective } = query;
  const range = leaf('Updated_From', query.updatedFrom) + leaf('Effective_From', effective?.from) + leaf('Effective_Through', effective?.through);
  const types = (effective?.types ?? []).map((type) => reference('Transaction_Type_Reference', 'Business_Process_Type', type)).join('');
  const inner = (query.wid === undefined ? '' : `<bsvc:Request_References bsvc:Skip_Non_Existing_Instances="true">${reference('Worker_Reference', 'WID', query.wid)}</bsvc:Request_References>`)
    + element('Request_Criteria', element('Transaction_Log_Criteria_Data', element('Transaction_Date_Range_Data', range) + element('Transaction_Type_References', types)))
    + element('Response_Filter', leaf('As_Of_Effective_Date', query.asOf) + leaf('As_Of_Entry_DateTime', query.enteredBy) + leaf('Page', query.page) + leaf('Count', query.count))
    + element('Response_Group', ['Reference', 'Personal_Information', 'Employment_Information', 'Organizations'].map((group) => leaf(`Include_${group}`, 'true')).join(''));
  return {
    method: 'POST', url: `${settings.path_prefix}/service/${encodeURIComponent(settings.tenant)}/Human_Resources/${encodeURIComponent(settings.human_resources_version)}`, label: 'soap.get_workers',
    safe: true, auth: 'soap', headers: { accept: 'text/xml' }, content_type: 'text/xml; charset=utf-8', body: envelope('Get_Workers_Request', settings.human_resources_version, inner),
  };
}

export async function getWorkers(query: WorkersQuery, ctx: VendorContext<WorkdaySettings>): Promise<WorkersPage> {
  const answer = await ctx.http.send(getWorkersRequest(query, ctx.settings));
  const response = first(parseXml(answer.body), 'Envelope/Body/Get_Workers_Response');
  if (!response) throw new UnreadableAnswer('Workday answered Get_Workers with something else');
  return { workers: all(response, 'Response_Data/Worker'), totalPages: Number(textAt(response, 'Response_Results/Total_Pages') ?? 0), givenAt: givenAt(answer, ctx) };
}
