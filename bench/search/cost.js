import { createSampler } from '#dist/search/create-sampler.js';
import { median } from '../median.js';

/** @import { Problem } from './problems.js' */

const KNOWN = 1000;
const ROUNDS = 15;

/**
 * What a suggestion takes beside 1,000 ended trials, of the processor's time: others on the machine do
 * not count.
 *
 * @param {readonly string[]} names
 * @param {readonly Problem[]} problems of which those count that have so many points
 */
export function suggestionCost(names, problems) {
  const metric = /** @type {const} */ ({ name: 'val_loss', goal: 'minimize' });
  const nothing = { metric, objectives: [metric], trials: [], earlier: [] };
  /** @type {(type: string, space: any) => any} */
  const create = (type, space) =>
    createSampler({ method: { type }, space, seed: 0, order: 'declared' }, () => true);
  const rows = [];
  for (const { name: problem, space, loss } of problems.filter(({ name }) => name !== 'table')) {
    /** @type {any[]} */
    const points = create('random', space).suggest({ first: 0, count: KNOWN, study: nothing });
    const trials = points.map((params, number) => {
      const losses = [loss(params)];
      return { number, params, state: 'finished', losses, standing: losses };
    });
    for (const sampler of names) {
      const searching = create(sampler, space);
      const [one, eight] = [1, 8].map((count) => {
        const taken = Array.from({ length: ROUNDS }, (_, round) => {
          const ask = {
            first: KNOWN + 8 * round,
            count,
            study: { ...nothing, trials: [...trials] },
          };
          const before = process.cpuUsage();
          searching.suggest(ask);
          const { user, system } = process.cpuUsage(before);
          return (user + system) / 1000 / count;
        });
        return median(taken);
      });
      rows.push({ sampler, problem, one, eight });
      console.error(`${problem}: ${sampler} ${one.toFixed(1)} ms`);
    }
  }
  return rows;
}
