import { classifyStatus, type Failure, type VendorAnswer } from '#lib/connector';

interface ApiErrors {
  errors?: { type?: string; message?: string; field?: string }[];
  error_message?: string;
}

/** Canonical field of what Kantata calls otherwise. */
const FIELDS: Record<string, string> = {
  start_date: 'start', due_date: 'end', end_date: 'end', workspace_id: 'project_source_id', subject_id: 'project_source_id', role_id: 'role', status_key: 'status', rate_card_id: 'rate_card_code', title: 'name', minutes: 'hours',
  time_estimate_in_minutes: 'planned_hours', time_trackable: 'time_entry_open', external_status: 'status', external_message: 'message', service_model_ref: 'invoice_number',
};

/** Kantata's `errors` list in one sentence; the vendor has no codes. */
function words(answer: VendorAnswer): { detail?: string; field?: string } {
  if (!answer.body.trimStart().startsWith('{')) return {};
  let body: ApiErrors;
  try {
    body = answer.json<ApiErrors>();
  } catch {
    return {};
  }
  const errors = Array.isArray(body.errors) ? body.errors : [];
  const field = errors.find((e) => e.field)?.field;
  return { detail: errors.map((e) => e.message).filter(Boolean).join('; ') || body.error_message, field: field && (FIELDS[field] ?? field) };
}

/** Vendor error → closed set. A body with `errors` under a 200 is a failure too; whether it was applied is then not known. */
export function classify(answer: VendorAnswer): Failure | null {
  const { detail, field } = words(answer);
  const failure = classifyStatus(answer, detail);
  if (failure) return field ? { ...failure, field } : failure;
  return detail ? { class: 'unknown', applied: 'unknown', detail, field } : null;
}
