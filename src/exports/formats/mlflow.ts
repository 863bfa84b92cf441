import type { SweepFormat } from '../export-format.js';

/** An experiment with a run for each trial, sent to a server. */
export const mlflow: SweepFormat = {
  name: 'mlflow',
  summary: 'Runs on an MLflow server, at the address given by -o',
  of: 'sweep',
  writes: 'address',
  async write(results, address, { env }) {
    const { sendToMlflow } = await import('../mlflow/send-to-mlflow.js');
    return sendToMlflow(results, address, env);
  },
};
