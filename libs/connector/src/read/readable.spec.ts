import 'reflect-metadata';
import { refuse } from '../define/failure.js';
import { UnreadableAnswer } from '../define/request.js';
import { ConnectorRuntime } from '../runtime.js';
import { acme } from '../testing/acme-connector.js';
import { AcmeServer } from '../testing/acme-server.js';
import { readable } from './readable.js';

const server = new AcmeServer();
const runtime = () => new ConnectorRuntime(acme, { settings: { base_url: server.url, secret: 's' } });

beforeAll(() => server.start());
afterAll(() => server.stop());

describe('an answer to a read that is JSON of another shape', () => {
  it.each([['a list', []], ['a text', 'text'], ['a number', 42], ['rows that are no list', { rows: 7 }], ['rows that are null', { rows: null }]])('%s: is the vendor’s failure, not ours', async (_, body) => {
    server.fault('GET', '/projects', { kind: 'status', status: 200, body: body as object });
    await expect(runtime().read('project')).rejects.toThrow(UnreadableAnswer);
  });
});

describe('what a vendor’s reading code throws', () => {
  it('about a shape becomes an unreadable answer that names the entity and no value', async () => {
    const broken = readable('project', async () => (null as unknown as { secret: string }).secret);
    await expect(broken).rejects.toThrow('the vendor answered a read of project with something the connector cannot read (TypeError)');
  });

  it('as a failure of the closed set stays what it is, and so does an error of ours', async () => {
    await expect(readable('project', async () => { throw refuse('no such code'); })).rejects.toMatchObject({ failure: { class: 'validation' } });
    await expect(readable('project', async () => { throw new Error('the database is gone'); })).rejects.toThrow('the database is gone');
  });
});
