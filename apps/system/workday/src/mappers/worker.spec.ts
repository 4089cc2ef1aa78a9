import { sampleSettings, WORKER_XML, workerOf } from '../testing/sample.js';
import type { Xml } from '../client/xml.js';
import { identifyWorker, isHiredAfter } from './worker-row.js';
import { mapWorker, WORKER_DROPPED } from './worker.js';

const row = (xml = WORKER_XML, ahead = false) => ({ worker: workerOf(xml), ahead, given_at: '2026-05-01T12:00:00.000Z' });
const mapped = (xml = WORKER_XML, ahead = false, settings = sampleSettings) => mapWorker(row(xml, ahead), settings);
const problemOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return (error as { problem?: unknown }).problem;
  }
  throw new Error('nothing was thrown');
};

describe('worker mapping', () => {
  test('a worker in full', () => {
    expect(mapped()).toEqual({
      natural_key: 'E-1002', effective_from: '2024-01-15',
      data: {
        worker_number: 'E-1002', kind: 'employee', display_name: 'Ann Lee & Söhne', email: 'ann.lee@acme.example', practice: 'DATA', region: 'AMER', cost_center: 'CC-2100', role: 'CONSULTANT', work_calendar_code: 'LOC-NYC',
        fte: '0.6667', hire_date: '2024-01-15', termination_date: '2026-12-31', status: 'active',
      },
      refs: { legal_entity_id: { entity: 'legal_entity', natural_key: 'US01', optional: true }, manager_id: { entity: 'worker', natural_key: 'E-1001', optional: true } },
      extensions: {
        position_id: 'P-1', business_title: 'Consultant', job_profile_name: 'Consultant (profile)', location_name: 'New York', scheduled_weekly_hours: '26.25', worker_type: 'Regular', position_effective_date: '2025-03-01',
        position_start_date: '2024-01-15', original_hire_date: '2020-02-01', organization_names: { COMPANY: 'Acme US', BUSINESS_UNIT: 'Data & AI', REGION: 'Americas', COST_CENTER: 'Delivery', SUPERVISORY: 'Team One' }, other_organizations: { SUPERVISORY: 'SUP-1' },
      },
    });
  });

  test.each([['0', '0', 'terminated'], ['1', '1', 'on_leave'], ['0', '1', 'terminated'], ['1', '0', 'active']])('Active %s and On_Leave %s is %s', (active, leave, status) => {
    const xml = WORKER_XML.replace('<wd:Active>1', `<wd:Active>${active}`).replace('<wd:On_Leave>0', `<wd:On_Leave>${leave}`);
    expect(mapped(xml).data.status).toBe(status);
    expect(mapped(xml, true).data.status).toBe('pre_hire');
  });

  test('contingent workers are contractors unless the tenant says otherwise; a worker without a percentage takes the tenant default', () => {
    const contingent = (type: string) => WORKER_XML.replace('wd:type="Employee_Type_ID">Regular', `wd:type="Contingent_Worker_Type_ID">${type}`).replaceAll(/<wd:Full_Time_Equivalent_Percentage>[\d.]+<\/wd:Full_Time_Equivalent_Percentage>/g, '');
    expect(mapped(contingent('Contractor')).data).toMatchObject({ kind: 'contractor', fte: '1' });
    expect(mapped(contingent('Subcontractor')).data.kind).toBe('subcontractor');
    expect(mapped(contingent('Agency'), false, { ...sampleSettings, contingent_kinds: ['Agency=subcontractor'], default_fte: '0.5' }).data).toMatchObject({ kind: 'subcontractor', fte: '0.5' });
  });

  test('what it cannot know is a problem, not a guess', () => {
    expect(problemOf(() => mapped(WORKER_XML.replace('<wd:Active>1', '<wd:Active>maybe')))).toMatchObject({ code: 'UNMAPPED_STATUS', field: 'Active', value: 'maybe' });
    expect(problemOf(() => mapped(WORKER_XML.replace('Employee_Type_ID', 'Robot_Type_ID')))).toMatchObject({ code: 'UNMAPPED_STATUS', field: 'Worker_Type_Reference' });
    expect(problemOf(() => mapped(WORKER_XML.replace('>66.67<', '>two thirds<')))).toMatchObject({ code: 'SCHEMA_DRIFT', field: 'Full_Time_Equivalent_Percentage' });
    expect(problemOf(() => mapped(WORKER_XML.replaceAll('Worker_ID>', 'Worker_No>')))).toMatchObject({ code: 'SCHEMA_DRIFT', field: 'Worker_ID' });
  });

  test('organizations that may not be seen leave their fields open', () => {
    const bare = mapped(WORKER_XML.replace(/<wd:Organization_Data>[\s\S]*<\/wd:Organization_Data><\/wd:Worker_Data>/, '</wd:Worker_Data>'));
    expect(bare.refs).toEqual({ manager_id: expect.anything() });
    expect(bare.data.practice).toBeUndefined();
  });

  test('the version is the content, and turns when a hire begins', () => {
    const [today, tomorrow] = [identifyWorker(row()), identifyWorker({ ...row(), given_at: '2026-05-02T12:00:00.000Z' })];
    expect(today).toEqual({ source_id: 'a'.repeat(32), source_version: tomorrow.source_version, source_timestamp: '2026-05-01T12:00:00.000Z' });
    expect(identifyWorker(row(WORKER_XML, true)).source_version).not.toBe(today.source_version);
    expect(identifyWorker(row(WORKER_XML.replace('CC-2100', 'CC-2200'))).source_version).not.toBe(today.source_version);
  });

  test('a first hire ahead is one; a rehire and a hire of today are not', () => {
    const hired = (day: string, original: string) => workerOf(WORKER_XML.replace('<wd:Hire_Date>2024-01-15', `<wd:Hire_Date>${day}`).replace('2020-02-01', original));
    expect([isHiredAfter(hired('2026-06-01', '2026-06-01'), '2026-05-01'), isHiredAfter(hired('2026-06-01', '2020-02-01'), '2026-05-01'), isHiredAfter(hired('2026-05-01', '2026-05-01'), '2026-05-01')]).toEqual([true, false, false]);
  });

  test('every field is mapped, carried or listed as dropped', () => {
    const before = JSON.stringify([mapped(), identifyWorker(row()).source_id]);
    const unused = leaves(workerOf(WORKER_XML)).filter(({ path }) => !path.endsWith('/ID') && !Object.keys(WORKER_DROPPED).some((dropped) => path === dropped || path.startsWith(`${dropped}/`))).filter(({ set, path }) => {
      const worker = workerOf(WORKER_XML);
      set(worker, path.includes('Date') ? '1999-09-09' : path.endsWith('Percentage') ? '33' : '9');
      try {
        return JSON.stringify([mapWorker({ ...row(), worker }, sampleSettings), identifyWorker(row()).source_id]) === before;
      } catch {
        return false;
      }
    }).map(({ path }) => path);
    // Of several e-mails and jobs one is used; the organization's reference id stands in only where it has no code.
    expect([...new Set(unused)].sort()).toEqual(['Worker_Data/Employment_Data/Worker_Job_Data/Position_Data/Full_Time_Equivalent_Percentage', 'Worker_Data/Employment_Data/Worker_Job_Data/Position_Data/Position_ID', 'Worker_Data/Organization_Data/Worker_Organization_Data/Organization_Data/Organization_Reference_ID', 'Worker_Data/Personal_Data/Contact_Data/Email_Address_Data/Email_Address']);
    expect(Object.keys(WORKER_DROPPED).filter((path) => !leaves(workerOf(WORKER_XML)).some((leaf) => leaf.path === path || leaf.path.startsWith(`${path}/`)))).toEqual([]);
  });
});

/** Every text of an element with its path and a way to change it in a fresh copy. */
function leaves(element: Xml, path = '', walk: (root: Xml) => Xml = (root) => root): { path: string; set(root: Xml, text: string): void }[] {
  return Object.entries(element).filter(([name]) => !name.startsWith('@') && name !== '#text').flatMap(([name, value]) => {
    const here = path === '' ? name : `${path}/${name}`;
    const many = Array.isArray(value) ? value : [value];
    return many.flatMap((one, i) => {
      const into = (root: Xml) => (Array.isArray(value) ? (walk(root)[name] as Xml[])[i]! : (walk(root)[name] as Xml));
      if (typeof one === 'string') return [{ path: here, set: (root: Xml, text: string) => { walk(root)[name] = text; } }];
      if (typeof (one as Xml)['#text'] === 'string') return [{ path: here, set: (root: Xml, text: string) => { into(root)['#text'] = text; } }];
      return leaves(one as Xml, here, into);
    });
  });
}
