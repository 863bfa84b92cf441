import { serializeError } from '../core/errors.js';
import { evaluate as runEvaluate } from './tasks/evaluate.js';
import { exportWeights as runExportWeights } from './tasks/export-weights.js';
import { identify as runIdentify } from './tasks/identify.js';
import { draw as runDraw } from './tasks/looking/draw.js';
import { judge as runJudge } from './tasks/looking/judge.js';
import { look as runLook } from './tasks/looking/look.js';
import { predict as runPredict } from './tasks/predicting/predict.js';
import { prepare as runPrepare } from './tasks/prepare.js';
import { probe as runProbe } from './tasks/probe.js';
import { train as runTrain } from './tasks/train.js';

/**
 * The worker thread's entry: each export is a task that the main thread calls by name, typed by
 * `Tasks` in worker/protocol/tasks.ts. A worker never opens the database, chooses parameters or
 * prints.
 */
export const identify = plainErrors(runIdentify);
export const prepare = plainErrors(runPrepare);
export const train = plainErrors(runTrain);
export const probe = plainErrors(runProbe);
export const exportWeights = plainErrors(runExportWeights);
export const evaluate = plainErrors(runEvaluate);
export const predict = plainErrors(runPredict);
export const look = plainErrors(runLook);
export const judge = plainErrors(runJudge);
export const draw = plainErrors(runDraw);

/** Throws errors as plain data: a thread's own copying drops the class and code of an Error. */
function plainErrors<Task, Result>(run: (task: Task) => Promise<Result>) {
  return async (task: Task): Promise<Result> => {
    try {
      return await run(task);
    } catch (error) {
      throw serializeError(error);
    }
  };
}
