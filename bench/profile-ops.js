#!/usr/bin/env node
// Where a step of the `tensorflow` backend goes: time, cores kept busy and calls of each native op,
// and what is left for JavaScript. Ops run one after another, so an op's time is the time of the call.
//
//   node bench/profile-ops.js [--task forward|last|full|fc] [--size 64] [--steps 5] [--by shape] [--top 30]

/** @import { Binding } from '#dist/device/tensorflow/node-backend.js' */

import { parseArgs } from 'node:util';
import { tensorflow } from '#dist/device/backends/tensorflow.js';
import { cacheDir } from '#dist/machine/cache-dir.js';
import { openJob } from './throughput/job.js';
import { taskOf } from './throughput/tasks.js';

const { values } = parseArgs({
  options: {
    task: { type: 'string', default: 'last' },
    size: { type: 'string', default: '64' },
    steps: { type: 'string', default: '5' },
    by: { type: 'string', default: 'name' },
    top: { type: 'string', default: '30' },
  },
});
const steps = Number(values.steps);

const { binding, replaceBinding } = await openBinding();
/** @type {Map<number, string>} of the tensors that ops made, by id */
const shapes = new Map();
/** @type {Map<string, { calls: number, total: number, busy: number }>} milliseconds, by op */
const spent = new Map();
/** @type {Binding['executeOp']} */
function executeOp(name, attributes, inputs, outputs) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const made = binding.executeOp(name, attributes, inputs, outputs);
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  for (const { id, shape } of made) shapes.set(id, shape.join('x'));
  const seen = inputs.map((id) => shapes.get(id) ?? '?').join(' ');
  const key = values.by === 'shape' ? `${name} ${seen} -> ${shapes.get(made[0]?.id)}` : name;
  const { calls, total, busy } = spent.get(key) ?? { calls: 0, total: 0, busy: 0 };
  spent.set(key, { calls: calls + 1, total: total + took, busy: busy + (user + system) / 1e3 });
  return made;
}
replaceBinding(Object.create(binding, { executeOp: { value: executeOp } }));

const { createJob } = await openJob('tensorflow');
const job = createJob(taskOf(values.task), Number(values.size));
for (let i = 0; i < 2; i += 1) job.step();
spent.clear();
const before = process.resourceUsage();
const start = performance.now();
for (let i = 0; i < steps; i += 1) job.step();
const wall = (performance.now() - start) / steps;
const after = process.resourceUsage();
job.dispose();

const rows = [...spent].sort(([, a], [, b]) => b.total - a.total);
const inOps = rows.reduce((sum, [, { total }]) => sum + total, 0) / steps;
const calls = rows.reduce((sum, [, { calls }]) => sum + calls, 0) / steps;
console.log(`${wall.toFixed(2)} ms a step: ${inOps.toFixed(2)} in ${calls} ops, rest JavaScript`);
/** @type {(what: 'userCPUTime' | 'systemCPUTime' | 'minorPageFault', unit: number) => string} */
const per = (what, unit) => ((after[what] - before[what]) / steps / unit).toFixed(1);
console.log(
  `CPU: ${per('userCPUTime', 1e3)} ms user, ${per('systemCPUTime', 1e3)} ms system, ` +
    `${per('minorPageFault', 1)} page faults`,
);
console.log('       ms    share  cores  calls  op');
for (const [key, { calls, total, busy }] of rows.slice(0, Number(values.top))) {
  const share = `${((100 * total) / steps / wall).toFixed(1)} %`;
  const row = [(total / steps).toFixed(2), share, (busy / total).toFixed(1), calls / steps];
  const widths = [9, 7, 5, 5];
  console.log(row.map((cell, i) => `${cell}`.padStart(widths[i])).join('  '), '', key);
}

/** The native binding, whose methods can't be replaced, and a way to put another in its place. */
async function openBinding() {
  const { tf } = await tensorflow.load(cacheDir(process.env));
  /** @type {unknown} */
  const known = tf.backend();
  const backend = /** @type {{ binding: Binding }} */ (known);
  return {
    binding: backend.binding,
    /** @param {Binding} other */
    replaceBinding: (other) => {
      backend.binding = other;
    },
  };
}
