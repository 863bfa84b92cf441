/**
 * The worker thread's entry: each export is a task that the main thread calls by name, typed by
 * `Tasks` in core/messages.ts. A worker never opens the database, chooses parameters or prints.
 */
export { evaluate } from './tasks/evaluate.js';
export { exportWeights } from './tasks/export-weights.js';
export { predict } from './tasks/predict.js';
export { prepare } from './tasks/prepare.js';
export { probe } from './tasks/probe.js';
export { train } from './tasks/train.js';
