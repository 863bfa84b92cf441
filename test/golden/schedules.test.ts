import { expect, test } from 'vitest';
import type { Choice, JsonObject } from '../../src/core/json.js';
import { createSchedule } from '../../src/schedules/create-schedule.js';
import { excess, readGolden } from './golden.js';

interface Entry {
  readonly name: string;
  readonly scheduler: string;
  readonly params: JsonObject;
  readonly baseLr: number;
  readonly lrs: readonly number[];
  readonly momenta?: readonly number[];
  readonly valLosses?: readonly number[];
}

const { meta, entries } = readGolden<{
  meta: { tolerance: { rel: number; abs: number } };
  entries: readonly Entry[];
}>('schedules.json');

test.each(entries)("rates are PyTorch's: $name", (entry) => {
  const { name, scheduler, params, baseLr, lrs, momenta, valLosses = [] } = entry;
  const choice = choiceOf(name, scheduler, params);
  const rates = createSchedule(choice, { baseLr, epochs: lrs.length, stepsPerEpoch: 3 });
  const got = lrs.map((_, epoch) => rates(epoch, 0, valLosses.slice(0, epoch)));

  const gotLrs = got.map(({ lr }) => lr);
  expect(excess(gotLrs, lrs, meta.tolerance)).toBeLessThanOrEqual(0);
  if (momenta) {
    const gotMomenta = got.map(({ momentum }) => momentum ?? Number.NaN);
    expect(excess(gotMomenta, momenta, meta.tolerance)).toBeLessThanOrEqual(0);
  }
});

/** PyTorch's class and arguments as our choice. What we can't express throws, it isn't skipped. */
function choiceOf(name: string, scheduler: string, params: JsonObject): Choice {
  const translate = TRANSLATE[scheduler];
  if (!translate) throw new Error(`${name}: no schedule of ours is PyTorch's ${scheduler}`);
  return { interval: 'epoch', ...translate(params) };
}

const TRANSLATE: Readonly<Record<string, (params: JsonObject) => Choice>> = {
  ConstantLR({ factor, ...rest }) {
    expect(factor).toBe(1);
    return { type: 'constant', ...without(rest, 'total_iters') };
  },
  StepLR: (params) => ({ type: 'step', ...params }),
  MultiStepLR: (params) => ({ type: 'multistep', ...params }),
  ExponentialLR: (params) => ({ type: 'exponential', ...params }),
  CosineAnnealingLR: (params) => ({ type: 'cosine', ...params }),
  CosineAnnealingWarmRestarts: (params) => ({ type: 'cosine_warm_restarts', ...params }),
  PolynomialLR: (params) => ({ type: 'polynomial', ...params }),
  // Its length is the horizon here; the file's entries run to their end.
  OneCycleLR: (params) => ({ type: 'one_cycle', ...without(params, 'total_steps') }),
  ReduceLROnPlateau({ mode, ...rest }) {
    expect(mode).toBe('min');
    return { type: 'plateau', ...rest };
  },
  SequentialLR({ milestones, schedulers }) {
    const [warmup, then] = schedulers as unknown as readonly [
      { scheduler: string; params: JsonObject },
      { scheduler: string; params: JsonObject },
    ];
    expect(warmup.scheduler).toBe('LinearLR');
    expect(warmup.params.end_factor).toBe(1);
    expect(milestones).toEqual([warmup.params.total_iters]);
    return {
      ...choiceOf('within SequentialLR', then.scheduler, then.params),
      warmup_epochs: warmup.params.total_iters!,
      warmup_factor: warmup.params.start_factor!,
    };
  },
};

function without(params: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== key));
}
