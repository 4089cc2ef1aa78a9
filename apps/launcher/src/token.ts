import { join } from 'node:path';
import { People } from './people.js';

/** Prints an access token of a demo person, or of a client of the embedded provider: `npm run -s token -- fiona`. */
const who = process.argv[2];
if (!who || who === '--help') {
  process.stderr.write('Usage: npm run -s token -- <person>   (dana, fiona, frank, olga or emma, or throughline-process, which alone may write to vendors; the suite must be running)\n');
  process.exit(who ? 0 : 2);
}
const people = new People('', join(process.env['THROUGHLINE_DATA_DIR'] ?? '.data', 'identity', 'demo-credentials.json'));
people.token(who).then(
  (token) => void process.stdout.write(`${token}\n`),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
