#!/usr/bin/env node
// The figures of bench/gpu.sh as tables: steps, sweeps, and how busy the device was meanwhile.
//
//   node bench/gpu/table.js FILE.jsonl [FILE.csv]

import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{
 *   part: string, contender: string, from: number, to: number, device?: string, version: string,
 *   job?: string, ms?: number, imagesPerSecond?: number, compileSeconds?: number,
 *   sweep?: string, seconds?: number, trainingSeconds?: number | null, bestAccuracy?: number,
 *   trials?: number,
 * }} Figure
 */

const [file = '', load = ''] = process.argv.slice(2);
/** @type {readonly Figure[]} */
const figures = linesOf(file)
  .filter((line) => line.startsWith('{"part"'))
  .map((line) => JSON.parse(line));
const samples = linesOf(load).flatMap((line) => {
  const [at, busy, megabytes] = line.split(', ');
  const time = Date.parse(at.replaceAll('/', '-'));
  return Number.isNaN(time) ? [] : [{ time, busy: Number(busy), megabytes: Number(megabytes) }];
});

const steps = figures.filter(({ part }) => part === 'throughput');
const jobs = [...new Set(steps.map(({ job }) => job ?? ''))];
const contenders = [...new Set(steps.map(({ contender }) => contender))];
if (steps.length > 0) {
  console.log('Milliseconds a step (images a second; seconds to compile):\n');
  table(
    ['task:pixels:batch', ...contenders],
    jobs.map((job) => [
      job,
      ...contenders.map((contender) => {
        const found = steps.findLast((each) => each.job === job && each.contender === contender);
        if (!found) return '';
        const { ms = 0, imagesPerSecond = 0, compileSeconds = 0 } = found;
        return `${ms.toFixed(1)} (${imagesPerSecond.toFixed(0)}; ${compileSeconds})`;
      }),
    ]),
  );
}
const sweeps = figures.filter(({ part }) => part === 'sweep');
if (sweeps.length > 0) {
  console.log('\nSweeps:\n');
  table(
    ['sweep', 'contender', 'trials', 's', 's training', 'best accuracy', 'device busy', 'peak MB'],
    sweeps.map((figure) => {
      const { sweep = '', contender, trials, seconds, trainingSeconds, bestAccuracy } = figure;
      const during = samples.filter(({ time }) => time >= figure.from && time <= figure.to);
      const busy = during.reduce((sum, sample) => sum + sample.busy, 0) / during.length;
      return [
        ...[sweep, contender, trials, seconds?.toFixed(1), trainingSeconds?.toFixed(1)],
        ...[bestAccuracy?.toFixed(4), during.length > 0 ? `${busy.toFixed(0)} %` : ''],
        during.length > 0 ? Math.max(...during.map(({ megabytes }) => megabytes)) : '',
      ];
    }),
  );
}
console.log(`\n${[...new Set(figures.map(({ version }) => version))].join('; ')}`);

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly unknown[])[]} rows
 */
function table(head, rows) {
  const line = (/** @type {readonly unknown[]} */ cells) => `| ${cells.join(' | ')} |`;
  console.log([line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'));
}

/** @param {string} path */
function linesOf(path) {
  return path && existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
}
