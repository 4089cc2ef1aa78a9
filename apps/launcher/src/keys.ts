import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The key pair the demo's ERP connection signs its assertions with; made once per installation, readable by its owner only. */
export function erpKeys(dataDir: string): { privateKeyFile: string; privateKey: string; publicKey: string } {
  const dir = join(dataDir, 'keys');
  const privateKeyFile = join(dir, 'netsuite.pem');
  const publicKeyFile = join(dir, 'netsuite.pub.pem');
  if (!existsSync(privateKeyFile)) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(publicKeyFile, pair.publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o600 });
    writeFileSync(privateKeyFile, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  return { privateKeyFile, privateKey: readFileSync(privateKeyFile, 'utf8'), publicKey: readFileSync(publicKeyFile, 'utf8') };
}
