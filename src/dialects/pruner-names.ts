import { finder, words } from './squash.js';

/** A pruner of ours that another tool's is read as. */
export interface PrunerMeant {
  readonly pruner: string;
  /** Options that it has unless the file gives others. */
  readonly options?: Readonly<Record<string, string | number>>;
  /** What differs all the same. */
  readonly remark?: string;
}

const STOPPING = { variant: 'stopping' } as const;

/** Pruners as other tools call them. */
export const prunerCalled = finder<PrunerMeant>([
  [words('promotion_asha asha_promotion'), { pruner: 'asha' }],
  [
    words(
      'ASHAScheduler asha_stopping AsyncHyperBandScheduler async_hyperband SuccessiveHalvingPruner successive_halving async_successive_halving async_halving sha',
    ),
    { pruner: 'asha', options: STOPPING },
  ],
  [
    words('HyperbandPruner HyperBandScheduler adaptive_asha'),
    { pruner: 'asha', options: STOPPING, remark: 'of its brackets it has the first alone' },
  ],
  [words('MedianPruner'), { pruner: 'percentile', options: { percentile: 50 } }],
  [words('PercentilePruner PercentileEarlyStoppingStrategy'), { pruner: 'percentile' }],
  [
    words('MedianStoppingRule medianstop median_stopping median_stopping_rule'),
    { pruner: 'median' },
  ],
  [words('EarlyStopping EarlyStoppingCallback early_stop no_improvement'), { pruner: 'patience' }],
  [
    words('PatientPruner patient'),
    { pruner: 'patience', remark: 'it stops one epoch sooner, and on a plateau, too' },
  ],
  [words('ThresholdPruner ThresholdEarlyStoppingStrategy'), { pruner: 'threshold' }],
  [words('WilcoxonPruner'), { pruner: 'wilcoxon' }],
]);

/** Options as other tools call them; of several, the one that a pruner has. */
export const prunerOptionsCalled = finder<readonly string[]>([
  [
    words(
      'grace_period min_resource min_epochs min_t n_warmup_steps warmup_steps start_step start_from_epoch min_progression',
    ),
    ['min_iter'],
  ],
  [words('max_resource max_t max_epochs max_length'), ['max_iter']],
  [words('reduction_factor divisor'), ['eta']],
  [words('n_startup_trials min_samples_required n_min_trials min_curves'), ['min_trials']],
  [words('interval_steps check_interval evaluation_interval'), ['interval']],
  [words('n_startup_steps'), ['min_runs']],
  [words('percentile_threshold'), ['percentile']],
  [words('stopping_threshold p_value'), ['p_threshold']],
]);
