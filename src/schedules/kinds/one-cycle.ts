import { z } from 'zod';
import { defineSchedule, type Rates } from '../schedule.js';

/**
 * Up to `max_lr` and down far below the start in one cycle over all ticks, momentum the other way
 * round (Smith & Topin, arXiv:1708.07120; PyTorch's OneCycleLR).
 *
 * The cycle is its own warm-up: it starts at `max_lr / div_factor`. `warmup_epochs` puts a ramp up
 * to that start in front of it and leaves it the rest of the ticks.
 *
 * @example
 * scheduler: { type: one_cycle, pct_start: 0.2 }
 */
export const oneCycle = defineSchedule({
  type: 'one_cycle',
  options: z.strictObject({
    max_lr: z.number().gt(0).optional().describe('Highest rate; default learning_rate'),
    pct_start: z.number().min(0).max(1).default(0.3).describe('Share of the ticks that rise'),
    anneal_strategy: z.enum(['cos', 'linear']).default('cos').describe('Shape of the slopes'),
    cycle_momentum: z.boolean().default(true).describe('Cycle the momentum inversely'),
    base_momentum: z.number().min(0).lt(1).default(0.85).describe('Momentum at the highest rate'),
    max_momentum: z.number().min(0).lt(1).default(0.95).describe('Momentum at start and end'),
    div_factor: z.number().gt(0).default(25).describe('The start is max_lr / div_factor'),
    final_div_factor: z.number().gt(0).default(1e4).describe('The end is start / final_div_factor'),
    three_phase: z.boolean().default(false).describe('Fall as fast as it rose, then anneal'),
  }),
  defaultInterval: 'step',
  stepwise: true,
  check({ max_lr, pct_start, div_factor }, { lowestLr, highestLr }) {
    const unheard = `decides alone: the learning rates of this file (${lowestLr} to ${highestLr}) have no effect`;
    const up = 'the rate only rises: nothing is left of the cycle to fall in';
    const above = `the start is ${1 / div_factor} times the peak, not below it`;
    return [
      ...(max_lr !== undefined && lowestLr !== highestLr
        ? [{ option: 'max_lr', message: unheard }]
        : []),
      ...(pct_start === 1 ? [{ option: 'pct_start', message: up }] : []),
      ...(div_factor <= 1 ? [{ option: 'div_factor', message: above }] : []),
    ];
  },
  create(options, { baseLr, ticks }) {
    const { pct_start, three_phase, cycle_momentum, base_momentum, max_momentum } = options;
    const peak = { lr: options.max_lr ?? baseLr, momentum: base_momentum };
    const start = { lr: peak.lr / options.div_factor, momentum: max_momentum };
    const end = { lr: start.lr / options.final_div_factor, momentum: max_momentum };
    const anneal = ANNEAL[options.anneal_strategy];

    const rise = pct_start * ticks;
    const phases: readonly Phase[] = three_phase
      ? [
          { until: rise - 1, from: start, to: peak },
          { until: 2 * rise - 2, from: peak, to: start },
          { until: ticks - 1, from: start, to: end },
        ]
      : [
          { until: rise - 1, from: start, to: peak },
          { until: ticks - 1, from: peak, to: end },
        ];

    return (tick) => {
      const at = Math.min(tick, ticks - 1);
      const found = phases.findIndex((phase) => at <= phase.until);
      const index = found < 0 ? phases.length - 1 : found;
      const { from, to, until } = phases[index]!;
      const since = index === 0 ? 0 : phases[index - 1]!.until;
      // A phase of a single tick has no length to divide by; it is at its end.
      const done = until > since ? (at - since) / (until - since) : 1;
      const lr = anneal(from.lr, to.lr, done);
      if (!cycle_momentum) return { lr };
      return { lr, momentum: anneal(from.momentum, to.momentum, done) };
    };
  },
});

interface Phase {
  /** Its last tick; may be fractional. */
  readonly until: number;
  readonly from: Required<Rates>;
  readonly to: Required<Rates>;
}

const ANNEAL = {
  cos: (from: number, to: number, done: number) =>
    to + ((from - to) / 2) * (1 + Math.cos(Math.PI * done)),
  linear: (from: number, to: number, done: number) => from + (to - from) * done,
} as const;
