import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { explain } from '../../src/cli/exit.js';
import { BackendError, UsageError } from '../../src/core/errors.js';
import { compileLog } from '../../src/device/install/compile-log.js';
import { findTensorflow } from '../../src/device/tensorflow/find.js';
import { BUILD, buildFolder, LOG_MODULE } from '../../src/device/tensorflow/layout.js';
import { divertNativeLog, nativeLog } from '../../src/machine/native-log.js';
import { CACHE, describeBackend } from '../golden/backends.js';

test('where there is no module for it, nothing is diverted', () => {
  expect(divertNativeLog('/nowhere/thaw_log.node', join(tmpdir(), 'x.log'))).toBe(false);
  expect(nativeLog()).toBeNull();
  expect(explain(new BackendError('It broke.'), false).text).toBe('Error: It broke.\n');
});

describeBackend('tensorflow', 'the log of native libraries', () => {
  let folder: string;
  let module: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'thaw-log-'));
    mkdirSync(join(folder, 'node_modules'));
    const headers = join('node_modules', 'node-api-headers');
    symlinkSync(join(buildFolder(CACHE, 'cpu'), headers), join(folder, headers));
    await compileLog({ compiler: process.env.CXX ?? 'c++' }, folder);
    module = join(folder, BUILD.package, LOG_MODULE);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A process of its own that diverts its log, then runs this. */
  function run(name: string, mostBytes: number, script: string) {
    const log = join(folder, name);
    const divert = `require(${JSON.stringify(module)}).divert(${JSON.stringify(log)}, ${mostBytes});`;
    const { stderr, signal } = spawnSync(process.execPath, ['-e', `${divert}\n${script}`], {
      encoding: 'utf8',
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '0' },
    });
    return { stderr, signal, log, text: readFileSync(log, 'utf8') };
  }

  test("has what TensorFlow prints from its first line on; the program's own lines stay", () => {
    const found = findTensorflow(CACHE);
    if ('why' in found) throw new Error(found.why);
    const load = `
      const util = require('util');
      util.isNullOrUndefined = (value) => value == null;
      util.isArray = Array.isArray;
      require(${JSON.stringify(found.package)});
      console.error('ours');`;
    const { stderr, text } = run('tensorflow.log', 1e6, load);
    expect(stderr).toBe('ours\n');
    expect(text).toMatch(/: I tensorflow\/core\//);
    expect(run('tensorflow.log', 1e6, load).text.startsWith(text)).toBe(true);
  });

  test('begins anew when it is full, and keeps the one before', () => {
    const { log, text } = run(
      'full.log',
      1000,
      `for (let i = 0; i < 100; i++) process._rawDebug('a line of many, number ' + i);`,
    );
    expect(text).toMatch(/number 99\n$/);
    expect(readFileSync(`${log}.1`, 'utf8')).toMatch(/^a line of many.*\n$/s);
    for (const file of [log, `${log}.1`]) expect(statSync(file).size).toBeLessThanOrEqual(1000);
    expect(existsSync(`${log}.2`)).toBe(false);
  });

  test('is named with its last words when a library aborts the process', () => {
    const { stderr, signal, log } = run(
      'abort.log',
      1e6,
      `process._rawDebug('F tensorflow/core: Check failed: x == y'); process.abort();`,
    );
    expect(signal).toBe('SIGABRT');
    expect(stderr).toContain(log);
    expect(stderr).toContain('F tensorflow/core: Check failed: x == y');
  });

  test('is named where a backend failed, and not for a mistake of the user', () => {
    const log = join(folder, 'named.log');
    expect(divertNativeLog(module, log)).toBe(true);
    expect(explain(new BackendError('It broke.'), false).text).toBe(
      `Error: It broke.\nWhat TensorFlow itself had to say is in ${log}.\n`,
    );
    expect(explain(new Error('odd'), false).text).toContain(log);
    expect(explain(new UsageError('No such flag.'), false).text).not.toContain(log);
  });

  test('cannot be where no file can be written', () => {
    expect(divertNativeLog(module, join(folder, 'no', 'such', 'folder'))).toBe(false);
  });
});
