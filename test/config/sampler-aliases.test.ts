import { expect, test } from 'vitest';
import { samplers } from '../../src/search/samplers/index.js';
import { parse } from './parse.js';

const read = (method: string) => {
  const { spec, warnings } = parse(
    `method: ${method}\nrun_cap: 4\nparameters: { learning_rate: { min: 0.001, max: 0.1 } }`,
  );
  return { method: spec.method, said: warnings.map(({ message }) => message).join('\n') };
};

test.each([
  ['optuna.samplers.TPESampler', 'tpe'],
  ['bohb', 'tpe'],
  ['gaussian_process', 'gp'],
  ['GPSampler', 'gp'],
  ['cma-es', 'cmaes'],
  ['NSGAII', 'nsga2'],
  ['NSGAIIISampler', 'nsga2'],
  ['qmc', 'sobol'],
  ['latin_hypercube', 'sobol'],
  ['regularized_evolution', 'evolution'],
  ['RandomSearch', 'random'],
])('%s is read as %s, and said to be', (theirs, ours) => {
  const { method, said } = read(theirs);
  expect(method.type).toBe(ours);
  expect(said).toContain(`${theirs} is read as ${ours}`);
});

test.each(Object.keys(samplers).filter((name) => name !== 'grid'))(
  'our own %s is read as itself, without a word',
  (name) => {
    const { method, said } = read(name);
    expect(method.type).toBe(name);
    expect(said).not.toContain('is read as');
  },
);

test("other tools' options are read under our names", () => {
  const { method, said } = read('{ type: CmaEsSampler, popsize: 12, sigma0: 0.3 }');
  expect(method).toMatchObject({ type: 'cmaes', population: 12, sigma: 0.3 });
  expect(said).toContain('popsize is read as population');
  expect(read('{ type: gp, n_startup_trials: 5 }').method).toMatchObject({ n_startup: 5 });
  expect(read('{ type: nsga2, population_size: 8 }').method).toMatchObject({ population: 8 });
});
