import { writeFileSync } from 'node:fs';
import { sweepJsonSchemaText } from './json-schema.js';

// Run after a change to the sweep file's definitions: node dist/config/write-schema.js
writeFileSync(new URL('../../sweeps/sweep.schema.json', import.meta.url), sweepJsonSchemaText());
