import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseSweep } from '../../src/config/file/parse-sweep.js';
import { evenContents } from '../../src/core/data/contents.js';
import { ConfigError } from '../../src/core/errors.js';
import { thaw } from '../e2e/thaw.js';

/** Sweep files as users of W&B write them, after its guide, courses, and public repositories. */
const FOLDER = fileURLToPath(new URL('./wandb/', import.meta.url));
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

/** What each becomes, or the start of why it cannot be. */
const BECOMES: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(`${FOLDER}becomes.json`, 'utf8'),
);

function read(file: string, strict = false) {
  const text = readFileSync(`${FOLDER}${file}`, 'utf8');
  return parseSweep(text, file, { set: [], strict }, () =>
    evenContents([...'abcdefghij'], { train: 50_000, test: 10_000 }),
  );
}

function becomes(file: string): string {
  try {
    const { spec } = read(file);
    const { method, runCap, order, metric, model, seed, space } = spec;
    const own = { method: method.type, runCap, order, metric, model, seed, space };
    return JSON.stringify(own).replaceAll('"', '');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map(({ line, path, message }) => `${line} ${path}: ${message}`).join('; ');
  }
}

test.each(FILES)('%s becomes what it says', (file) => {
  expect(becomes(file)).toBe(BECOMES[file]);
});

test('there are more than 25 that load as they are', () => {
  const loaded = FILES.filter((file) => becomes(file).startsWith('{'));
  expect(loaded.length).toBeGreaterThanOrEqual(29);
});

describe('--strict', () => {
  const written = FILES.filter((file) => becomes(file).startsWith('{'));
  test.each(written)('%s is refused where it uses a name of others', (file) => {
    const aliases = read(file).warnings.filter(({ message }) => / is read as /.test(message));
    const strict = () => read(file, true);
    if (aliases.length === 0) return void expect(strict).not.toThrow();
    expect(strict).toThrow(ConfigError);
    expect(strict).toThrow(/--strict takes no other names: write /);
  });
});

test('the program tells each use once, in notes and in JSON, and refuses all with --strict', async () => {
  const [validated, planned, strict] = await Promise.all([
    thaw(['validate', 'names.yaml', '--format', 'json'], FOLDER),
    thaw(['plan', 'names.yaml', '--format', 'json'], FOLDER),
    thaw(['run', 'names.yaml', '--strict'], FOLDER),
  ]);
  for (const { code, stdout, stderr } of [validated, planned]) {
    expect(code).toBe(0);
    const messages = JSON.parse(stdout).warnings.map(({ message }: { message: string }) => message);
    expect(messages.filter((text: string) => text === 'lr is read as learning_rate')).toHaveLength(
      1,
    );
    expect(messages).toHaveLength(6);
    expect(stderr.match(/lr is read as learning_rate/g)).toHaveLength(1);
  }
  expect(strict.code).toBe(2);
  expect(strict.stderr).toMatch(/has 6 mistakes/);
  expect(strict.stderr).toContain('write learning_rate for lr');
});

test('a test accuracy never becomes a validation accuracy', async () => {
  const { code, stderr } = await thaw(['validate', 'tests-split.yaml'], FOLDER);
  expect(code).toBe(2);
  expect(stderr).toContain('the test split is never read during a sweep; nearest: val_accuracy');
});

test('a shuffled grid takes the same points for the same seed, others for another', async () => {
  const trials = async (seed: string) => {
    const args = ['plan', 'grid-shuffled.yaml', '--seed', seed, '--format', 'json'];
    return JSON.parse((await thaw(args, FOLDER)).stdout).trials;
  };
  const [first, again, other] = await Promise.all([trials('1'), trials('1'), trials('2')]);
  expect(first).toHaveLength(5);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});
