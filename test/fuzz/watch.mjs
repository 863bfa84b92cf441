// Watches, from a thread of its own, the thread that fuzzes: a parser that hangs leaves that one no
// way to say so. Ends the process over an input that takes too long, or over memory without bound.
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { state, what, limits } = workerData;
/** Number of the input; when it began (ms); largest resident memory seen (MB). */
const cells = new Float64Array(state);

setInterval(() => {
  const megabytes = process.memoryUsage.rss() / 2 ** 20;
  cells[2] = Math.max(cells[2], megabytes);
  const began = cells[1];
  const seconds = (Date.now() - began) / 1000;
  if (began > 0 && seconds > limits.seconds) end(`has taken ${seconds.toFixed(0)} s`);
  if (megabytes > limits.megabytes) end(`stands at ${megabytes.toFixed(0)} MB`);
}, 50);

/** @param {string} why */
function end(why) {
  writeSync(2, `\nFUZZ ${what}: input ${cells[0]} ${why}\n`);
  process.kill(process.pid, 'SIGKILL');
}
