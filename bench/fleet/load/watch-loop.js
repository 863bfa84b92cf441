// Given to a process by `--import`: says every ten seconds how late its event loop was, in ms.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
setInterval(() => {
  const ms = (/** @type {number} */ ns) => Math.round(ns / 1e5) / 10;
  const { rss, heapUsed } = process.memoryUsage();
  const told = { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) };
  console.error(`event-loop ${JSON.stringify({ ...told, rss, heapUsed })}`);
  delay.reset();
}, 10_000).unref();
