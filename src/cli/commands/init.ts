import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sweepTemplate } from '../../config/template.js';
import { UsageError } from '../../core/errors.js';
import { commandLine } from '../command-line.js';
import { defineCommand } from '../parsing/command.js';
import { renderCsv } from '../render/csv.js';
import { renderJson } from '../render/json.js';

export const initCommand = defineCommand({
  usage: 'init [file]',
  summary: 'Write a commented sweep file to start from',
  positionals: {
    file: { type: 'string', default: 'sweep.yaml', describe: 'Where to' },
  },
  flags: {
    force: { type: 'boolean', default: false, describe: 'Write over a file that is there' },
  },
  examples: [
    ['init', 'Writes sweep.yaml'],
    ['init flowers.yaml', 'Writes flowers.yaml'],
  ],
  async run({ file, force, format }, context) {
    const path = resolve(context.cwd, file);
    if (existsSync(path)) {
      if (statSync(path).isDirectory()) throw new UsageError(`${path} is a folder: name a file.`);
      if (!force) throw new UsageError(`${path} is there already; --force writes over it.`);
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, sweepTemplate(schemaFrom(dirname(path))));
    const { out } = context;
    // `{file}`
    if (format === 'json') out.write(renderJson({ file: path }));
    else if (format === 'csv') out.write(renderCsv(['file'], [[path]]));
    else {
      out.write(`Wrote ${file}. Look it over, then:\n`);
      out.write(`  ${commandLine(context, `plan ${file}`)}  what it would run\n`);
      out.write(`  ${commandLine(context, `run ${file}`)}   run it\n`);
    }
  },
});

const SCHEMA = fileURLToPath(new URL('../../../sweeps/sweep.schema.json', import.meta.url));

/** The shipped JSON Schema as an editor finds it: by a relative path inside a clone. */
function schemaFrom(folder: string): string {
  const below = relative(dirname(dirname(SCHEMA)), folder);
  // Absolute: on another drive of Windows.
  const inside = !below.startsWith('..') && !isAbsolute(below);
  return inside ? relative(folder, SCHEMA).replaceAll('\\', '/') : SCHEMA;
}
