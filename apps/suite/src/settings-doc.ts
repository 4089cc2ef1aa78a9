import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { describeSettings } from '#lib/platform';
import './apps.js';
import { settingsReference } from './settings-reference.js';

/** Writes the reference of all settings to the file given (default `docs/settings.md`). Importing the apps declared them. */
writeFileSync(process.argv[2] ?? 'docs/settings.md', settingsReference(describeSettings()));
process.exit(0);
