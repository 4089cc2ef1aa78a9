/** A project as the process layer would ask for it. */
export const projectBody = (name = 'Data platform') => ({ project_code: 'US01-OPP-1', name, currency: 'USD', status: 'provisional' });

export const ask = (key: string, body: object = projectBody(), verb = 'create_project') => ({ verb, key, body, correlation_id: 'c-1', actor: 'spec' });
