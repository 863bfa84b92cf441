// One Thaw backend, asked over standard input: see contenders.js.

import { createInterface } from 'node:readline';
import { BATCH, openJob } from './job.js';

const { engine, createJob } = await openJob(process.argv[2], process.argv[3]);
say({ version: `${engine.info.version}, ${engine.info.device}` });

for await (const line of createInterface({ input: process.stdin })) {
  const { task, size, seconds } = JSON.parse(line);
  const job = createJob(task, size);
  say({ imagesPerSecond: measure(job.step, seconds) });
  job.dispose();
}

/** Images a second over at least `seconds` and three steps, after one step to warm up. */
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

function say(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
