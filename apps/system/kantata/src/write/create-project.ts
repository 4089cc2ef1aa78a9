import type { PsaProjectWrite } from '#lib/canonical';
import type { WriteVerb } from '#lib/connector';
import { type Row, single } from '../client/envelope.js';
import { effectReference, findByKey } from '../client/references.js';
import type { KantataSettings } from '../settings.js';
import { sameFields } from './echo.js';
import { statusKey } from './status-key.js';
import { written } from './written.js';

const LONGEST_TITLE = 255;
const full = (body: PsaProjectWrite): string => `${body.project_code} ${body.name}`;
const title = (body: PsaProjectWrite): string => full(body).slice(0, LONGEST_TITLE).trim();

/** A shell is an estimate, which takes no time; a project would, so it is told not to. A name too long for the title stands in the description. */
export const createProject: WriteVerb<PsaProjectWrite, KantataSettings> = {
  build: ({ body, key, settings }) => ({
    method: 'POST', url: '/workspaces', label: 'workspaces.post',
    body: { workspace: {
      title: title(body), ...(full(body).length > LONGEST_TITLE ? { description: body.name } : {}), creator_role: 'maven', currency: body.currency, start_date: body.start, due_date: body.end, stage: body.status === 'provisional' ? 'estimate' : 'project',
      status_key: statusKey(settings, body.status), time_trackable: false, external_reference: effectReference(key),
    } },
  }),
  parse: (answer) => written(single(answer, 'workspaces')),
  find: ({ key }, ctx) => findByKey(ctx, 'workspaces', key, written, { archived: 'include' }),
  echo: ({ body }, { record }) => sameFields({ title: title(body), currency: body.currency, start_date: body.start, due_date: body.end, time_trackable: false }, record as Row),
  undo: 'update_project',
};
