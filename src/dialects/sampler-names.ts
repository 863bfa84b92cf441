import { finder, words } from './squash.js';

/** A sampler of ours that another tool's is read as. */
export interface SamplerMeant {
  readonly sampler: string;
  /** What differs all the same. */
  readonly remark?: string;
}

const NO_BUDGETS = 'it samples as BOHB does; early_terminate: asha stops early';

/** Samplers as other tools call them. */
export const samplerCalled = finder<SamplerMeant>([
  [words('grid_search GridSampler BruteForceSampler'), { sampler: 'grid' }],
  [words('random_search RandomSampler'), { sampler: 'random' }],
  [
    words('qmc QMCSampler quasi_random quasi_monte_carlo sobol_sequence SobolEngine'),
    { sampler: 'sobol' },
  ],
  [
    words('halton latin_hypercube lhs'),
    { sampler: 'sobol', remark: 'it fills the space as evenly' },
  ],
  [words('bayes bayesian TPESampler hyperopt optuna'), { sampler: 'tpe' }],
  [words('bohb TuneBOHB'), { sampler: 'tpe', remark: NO_BUDGETS }],
  [
    words(
      'GPSampler gaussian_process bayesopt bayes_opt bayesian_optimization BoTorch BoTorchSampler gp_bandit',
    ),
    { sampler: 'gp' },
  ],
  [words('cma CmaEsSampler'), { sampler: 'cmaes' }],
  [
    words('regularized_evolution regularised_evolution aging_evolution evolutionary rea'),
    { sampler: 'evolution' },
  ],
  [words('nsga nsgaii NSGAIISampler'), { sampler: 'nsga2' }],
  [
    words('nsgaiii nsga3 NSGAIIISampler'),
    {
      sampler: 'nsga2',
      remark: 'it keeps the loneliest points of a front, not those near directions',
    },
  ],
]);

/** Options as other tools call them; of several, the one that a sampler has. */
export const samplerOptionsCalled = finder<readonly string[]>([
  [words('n_startup_trials n_initial_points num_initial_points startup_trials'), ['n_startup']],
  [words('n_ei_candidates'), ['n_candidates']],
  [words('popsize population_size pop_size'), ['population']],
  [words('sigma0'), ['sigma']],
  [words('sample_size tournament_size'), ['tournament']],
  [words('crossover_prob'), ['crossover']],
]);
