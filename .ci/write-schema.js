// Writes the JSON Schema that editors complete sweep files by. Run after a change to the sweep
// file's definitions: npm run schema

import { writeFileSync } from 'node:fs';
import { sweepJsonSchemaText } from '#dist/config/json-schema.js';

writeFileSync(new URL('../sweeps/sweep.schema.json', import.meta.url), sweepJsonSchemaText());
