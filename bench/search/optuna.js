import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** @import { Problem } from './problems.js' */

const SCRIPT = fileURLToPath(new URL('../peers/optuna_search.py', import.meta.url));

/**
 * Optuna in a process of its own, which is asked for points and told their losses.
 *
 * @param {string} python
 */
export async function startOptuna(python) {
  const child = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  /** @type {() => Promise<any>} */
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('Optuna ended before it had answered');
    return JSON.parse(value);
  };
  /** @type {(message: object) => unknown} */
  const write = (message) => child.stdin.write(`${JSON.stringify(message)}\n`);
  const { version } = await read();

  return {
    version: /** @type {string} */ (version),
    /**
     * @param {object} search
     * @param {Problem} search.problem
     * @param {string} search.sampler
     * @param {number} search.seed
     * @param {number} search.trials
     * @param {number} search.together
     */
    async replay({ problem: { space, loss }, ...job }) {
      write({ space, ...job });
      /** @type {{ params: Readonly<Record<string, any>>, loss: number }[]} */
      const trials = [];
      let milliseconds = 0;
      while (trials.length < job.trials) {
        const batch = await read();
        milliseconds += batch.milliseconds;
        const ended = batch.points.map((/** @type {any} */ params) => ({
          params,
          loss: loss(params),
        }));
        trials.push(...ended);
        write(ended.map((/** @type {{ loss: number }} */ each) => each.loss));
      }
      return { trials, losses: trials.map((trial) => trial.loss), milliseconds };
    },
    async stop() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
