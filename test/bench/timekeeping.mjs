// Much time in a small firm: everybody works on every running client project of their own legal entity.
const DAYS = [1, 2, 3];
const MINUTES = 60;

/** Books everybody on those projects, logs one hour on three days of each week on each, and hands it in. Answers the ids of the timesheets; none is approved. */
export async function handIn(vendorUrl, weeks) {
  const { work, act } = await book(vendorUrl, weeks, weeks.length * DAYS.length * MINUTES);
  const each = weeks.flatMap((monday) => work.map((w) => ({ ...w, monday })));
  await act('log_time', { entries: each.flatMap(({ monday, ...w }) => DAYS.map((day) => ({ ...w, date_performed: after(monday, day), time_in_minutes: MINUTES }))) });
  const sheets = await act('submit_timesheet', { sheets: each.map(({ user_id, workspace_id, monday }) => ({ user_id, workspace_id, week: monday })) });
  return {
    sheets: sheets.map((s) => s.id),
    approve: () => act('approve_timesheet', { sheets: sheets.map(({ id }) => ({ id })) }),
  };
}

/** Books everybody on every running client project of their own legal entity. Answers who works where, and a way to act in the vendor's screens. */
export async function book(vendorUrl, weeks, minutes) {
  const control = async (method, path, body) => {
    const answer = await fetch(`${vendorUrl}/__sandbox/${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const rows = (table) => control('GET', `tables/${table}`);
  const act = async (name, body) => {
    const { items, refused } = await control('POST', `actions/${name}`, body);
    if (refused > 0) throw new Error(`${name}: ${refused} refused, first: ${items.find((i) => !i.ok).error}`);
    return items;
  };
  const [workspaces, stories, places, fields, values] = await Promise.all(['workspaces', 'stories', 'workspace_resources', 'custom_fields', 'custom_field_values'].map(rows));
  const valueOf = (workspace, name) => values.find((v) => v.subject_id === workspace && v.custom_field_id === fields.find((f) => f.name === name).id)?.value;
  const running = workspaces.filter((w) => w.time_trackable && !w.archived && w.status_key === '300').map((w) => ({ id: w.id, entity: valueOf(w.id, 'Legal Entity'), internal: valueOf(w.id, 'Billing Method') === 'none', story: stories.find((s) => s.workspace_id === w.id && s.billable)?.id }));
  const people = running.filter((w) => w.internal).flatMap((w) => places.filter((p) => p.workspace_id === w.id && p.user_id).map((p) => ({ user: p.user_id, entity: w.entity })));
  const work = people.flatMap(({ user, entity }) => running.filter((w) => !w.internal && w.entity === entity && w.story).map((w) => ({ user_id: user, workspace_id: w.id, story_id: w.story })));
  await act('staff', { items: work.map(({ user_id, workspace_id }) => ({ user_id, workspace_id, start_date: weeks[0], end_date: after(weeks.at(-1), 6), minutes })) });
  return { work, act };
}

export const after = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
