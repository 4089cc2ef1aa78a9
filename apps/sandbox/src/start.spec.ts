import { createServer } from 'node:net';
import { readOptions } from './options.js';
import { startSandbox } from './start.js';
import { vendors } from './vendors.js';

const options = (...flags: string[]) => readOptions(flags, {});

describe('options', () => {
  it('flags win over the environment, which wins over the defaults', () => {
    const env = { SANDBOX_PORT_BASE: '5000', SANDBOX_VENDORS: 'kantata' };
    expect(readOptions(['--port-base=5100', '--data', 'none'], env)).toMatchObject({ portBase: 5100, vendors: ['kantata'], dataDir: undefined, host: '127.0.0.1' });
  });

  it('says what is wrong with a flag', () => {
    expect(() => options('--ports', '1')).toThrow('unknown option --ports');
    expect(() => options('--port-base')).toThrow('needs a value');
    expect(() => options('--port-base', 'x')).toThrow('must be a port number');
  });
});

describe('starting', () => {
  it('every vendor has its own port and name, and they answer', async () => {
    expect(vendors.map((vendor) => [vendor.name, vendor.portOffset])).toEqual([['salesforce', 1], ['kantata', 2], ['workday', 3], ['netsuite', 4]]);
    const sandbox = await startSandbox(vendors, options('--port-base', '46310'));
    for (const [name, url] of Object.entries(sandbox.vendors)) {
      expect(await (await fetch(`${url}/__sandbox/health`)).json()).toMatchObject({ vendor: name, status: 'up' });
    }
    await sandbox.stop();
    await expect(fetch(`${sandbox.vendors.kantata}/__sandbox/health`)).rejects.toThrow();
  });

  it('when one port is taken, none stays up', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(46324, '127.0.0.1', done));
    await expect(startSandbox(vendors, options('--port-base', '46320'))).rejects.toThrow('EADDRINUSE');
    await expect(fetch('http://127.0.0.1:46321/__sandbox/health')).rejects.toThrow();
    await new Promise((done) => taken.close(done));
  });

  it('refuses a vendor it does not know', async () => {
    await expect(startSandbox(vendors, options('--vendors', 'sap'))).rejects.toThrow('unknown vendor sap');
  });
});
