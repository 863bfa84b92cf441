/**
 * @import { Choice } from '#dist/core/json.js'
 * @import { Metric } from '#dist/core/metric.js'
 */

import { createPruner } from '#dist/search/create-pruner.js';
import { createCurves } from '#dist/search/curves.js';

/** @type {Metric} */
const METRIC = { name: 'val_loss', goal: 'minimize' };
const EPOCHS = 9;
/** How many reports are timed: a mean over fewer is noise. */
const REPORTS = 20_000;

/**
 * Milliseconds that one more report costs, taken in and judged, in a sweep in which so many trials
 * have reported every epoch: trials start over one after the other and report again.
 *
 * @param {number} trials
 * @param {Choice} earlyTerminate
 */
export function measureJudging(trials, earlyTerminate) {
  const pruner = createPruner(earlyTerminate, METRIC);
  const curves = createCurves();
  for (let number = 0; number < trials; number += 1) {
    for (let epoch = 0; epoch < EPOCHS; epoch += 1) curves.add(number, lossOf(number, epoch));
  }
  let stopped = 0;
  let milliseconds = 0;
  for (let report = 0; report < REPORTS; report += 1) {
    const number = (report * 7919) % trials;
    const losses = curves.of(number);
    curves.clear(number);
    for (const loss of losses.slice(0, -1)) curves.add(number, loss);
    const started = performance.now();
    curves.add(number, losses.at(-1) ?? 0);
    const [decision] = pruner.judge([{ number, losses: curves.of(number) }], curves);
    milliseconds += performance.now() - started;
    if (decision?.action === 'stop') stopped += 1;
  }
  return { milliseconds: milliseconds / REPORTS, stopped: stopped / REPORTS };
}

/**
 * Trials that differ in height, and fall with the epochs.
 *
 * @param {number} number
 * @param {number} epoch
 */
function lossOf(number, epoch) {
  return Math.abs(Math.sin(number * 37.7)) + 1 / (epoch + 1);
}
