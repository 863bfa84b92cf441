#!/usr/bin/env node
// Compiles the clone's binding apart from the cache, and says of which revision it is.
//
//   node bench/gpu/compile-binding.js BUILD TO     (BUILD: an installed backend; TO: gets its files)

import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { compileBinding } from '#dist/device/install/compile-binding.js';
import { compileLog } from '#dist/device/install/compile-log.js';
import { findTools } from '#dist/device/install/find-tools.js';
import {
  BINDING,
  BINDING_REVISION,
  BUILD,
  LOG_MODULE,
  TENSORFLOW_VERSION,
  TFJS_VERSION,
} from '#dist/device/tensorflow/layout.js';

const [build, to] = process.argv.slice(2).map((path) => resolve(path));
if (!build || !to) throw new Error('Expected the folder of a backend, and where to write.');
const work = mkdtempSync(join(tmpdir(), 'thaw-binding-'));
try {
  for (const path of [BUILD.package, dirname(BUILD.headers)]) {
    cpSync(join(build, path), join(work, path), { recursive: true });
  }
  symlinkSync(join(build, BUILD.wheels), join(work, BUILD.wheels));
  const tools = await findTools('cpu');
  await compileBinding(tools, work);
  await compileLog(tools, work);
  for (const name of [BINDING, LOG_MODULE]) {
    const path = join(BUILD.package, name);
    cpSync(join(work, path), join(to, path));
  }
  const manifest = {
    tfjs: TFJS_VERSION,
    tensorflow: TENSORFLOW_VERSION,
    variant: 'gpu',
    binding: BINDING_REVISION,
  };
  writeFileSync(join(to, BUILD.manifest), `${JSON.stringify(manifest)}\n`);
} finally {
  rmSync(work, { recursive: true });
}
