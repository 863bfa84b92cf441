// One Thaw backend, asked over standard input: see contenders.js.

import { createInterface } from 'node:readline';
import { BATCH, openJob } from './job.js';

const [name, precision] = process.argv.slice(2);
const { engine, createJob } = await openJob(name ?? '', precision === 'bf16' ? 'bf16' : 'float32');
say({ version: `${engine.info.version}, ${engine.info.device}` });

for await (const line of createInterface({ input: process.stdin })) {
  const { task, size, seconds } = JSON.parse(line);
  const job = createJob(task, size);
  say({ imagesPerSecond: measure(job.step, seconds) });
  job.dispose();
}

/**
 * Images a second over at least `seconds` and three steps, after one step to warm up.
 *
 * @param {() => void} step
 * @param {number} seconds
 */
function measure(step, seconds) {
  step();
  const start = performance.now();
  let steps = 0;
  do {
    step();
    steps += 1;
  } while (steps < 3 || performance.now() - start < 1000 * seconds);
  return (BATCH * steps * 1000) / (performance.now() - start);
}

/** @param {object} answer */
function say(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
