import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { folderWith } from '../e2e/thaw.js';

const BIN = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));
const CASE = fileURLToPath(new URL('output-lost', import.meta.url));

test.each([
  ['a log on a full disk', '2>/dev/full >/dev/null; echo $?'],
  ['a reader that leaves', '2>&1 | head -2 >/dev/null; echo $PIPESTATUS'],
])(
  '%s: the sweep goes on without its messages',
  async (_, redirect) => {
    const folder = folderWith({});
    cpSync(CASE, folder, { recursive: true });
    const run = `"${process.execPath}" "${BIN}" run sweep.yaml --set backend=wasm ${redirect}`;
    const child = spawn('bash', ['-c', run], {
      cwd: folder,
      env: { ...process.env, THAW_SETUP: 'off' },
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(said.trim()).toBe('0');

    const store = openStore(join(folder, 'results', 'thaw.sqlite'), { access: 'read' });
    expect(await store.readings.sweep(1)).toMatchObject({ state: 'finished' });
    expect((await store.readings.trials(1)).map(({ state }) => state)).toEqual(
      Array(6).fill('finished'),
    );
    await store.close();
  },
  120_000,
);
