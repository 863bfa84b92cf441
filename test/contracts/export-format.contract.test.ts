import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportFormat } from '../../src/exports/export-format.js';
import { defaultFormat, exportFormats } from '../../src/exports/formats/index.js';
import { HOSTILE, sampleModel, sampleResults } from '../exports/samples.js';

/** Of these, what is written twice differs. */
const NEVER_THE_SAME: readonly string[] = [];

const scratch = mkdtempSync(join(tmpdir(), 'thaw-formats-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Writes what a user with such classes or parameters has. */
let write: (format: ExportFormat, output: string) => Promise<readonly string[]>;
beforeAll(async () => {
  const folders = ['model', 'results'].map((name) => join(scratch, name));
  for (const folder of folders) mkdirSync(folder);
  const model = await sampleModel(folders[0]!, { classNames: HOSTILE });
  const points = HOSTILE.map((text) => ({ learning_rate: 0.01, [text]: text }));
  const results = await sampleResults(folders[1]!, points);
  write = (format, output) => {
    const around = { place: output, env: {} };
    return format.of === 'trial'
      ? format.write(model, output, around)
      : format.write(results, output, around);
  };
});

test('formats have names of their own, and the one that is taken for granted is of a trial', () => {
  const names = exportFormats.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(exportFormats).toContain(defaultFormat);
  expect(defaultFormat.of).toBe('trial');
});

const toDisk = exportFormats.filter(({ writes }) => writes !== 'address');

describe.each(exportFormats.map((format) => [format.name, format] as const))(
  'every format: %s',
  (name, format) => {
    test('says in a line what it writes', () => {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(format.summary).toMatch(/^[A-Z].{10,70}[^.]$/);
      expect(format.writes).toMatch(/^(folder|address|\.[a-z0-9.]+)$/);
    });
  },
);

describe.each(toDisk.map((format) => [format.name, format] as const))(
  'every format that writes to disk: %s',
  (name, format) => {
    test('writes what it says, nothing beside it, and the same again, whatever names hold', async () => {
      const [first, second] = ['erste Ausgabe ü', 'the second'].map((each) => {
        const folder = join(scratch, name, each);
        mkdirSync(folder, { recursive: true });
        return { folder, output: join(folder, `sömething 猫${ending(format)}`) };
      });
      const notes = await write(format, first!.output);
      for (const note of notes) expect(note).toMatch(/^\S.*$/);
      expect(readdirSync(first!.folder)).toEqual([`sömething 猫${ending(format)}`]);
      expect(statSync(first!.output).isDirectory()).toBe(format.writes === 'folder');
      await write(format, second!.output);
      const [one, other] = [first!.output, second!.output].map(contents);
      if (NEVER_THE_SAME.includes(name)) expect(Object.keys(one!)).toEqual(Object.keys(other!));
      else expect(one).toEqual(other);
    });

    test('says so where it cannot write', async () => {
      const inTheWay = join(scratch, `${name} in the way`);
      writeFileSync(inTheWay, '');
      const failed = await write(format, join(inTheWay, `out${ending(format)}`)).catch(
        (error: unknown) => error,
      );
      expect(failed).toBeInstanceOf(Error);
      expect(failed).toHaveProperty('code');
    });
  },
);

function ending({ writes }: ExportFormat): string {
  return writes.startsWith('.') ? writes : '';
}

/** Digests of a file, or of all files below a folder, by their paths in it. */
function contents(path: string): Readonly<Record<string, string>> {
  const names = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted()
    : [''];
  const files = names.filter((name) => statSync(join(path, name)).isFile());
  return Object.fromEntries(
    files.map((name) => {
      const bytes = readFileSync(join(path, name));
      return [name, createHash('sha256').update(bytes).digest('hex')];
    }),
  );
}
