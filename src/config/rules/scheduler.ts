import { checkSchedule } from '../../schedules/check-schedule.js';
import { parameters } from '../parameters/index.js';
import { schemaOf } from '../parameters/parameter.js';
import { largestOf, smallestOf, valuesIn } from '../space/possible-values.js';
import type { RuleSubject } from './rule.js';

/** A schedule that does nothing in trials of this length, or the opposite, is likely not meant. */
export function checkScheduler(subject: RuleSubject): void {
  const { keys, space, findings } = subject;
  const epochs = largestOf(space, 'epochs') ?? keys.epochs;
  if (epochs === undefined || !space.scheduler) return;
  const schema = schemaOf(parameters.scheduler, { augmentations: {}, networks: [] });
  const rates = ratesOf(subject);
  const told = new Set<string>();
  for (const { value, at } of valuesIn(space.scheduler)) {
    const path = ['parameters', 'scheduler', ...at];
    const choice = schema.parse(value);
    const warmup = Number(choice.warmup_epochs);
    if (warmup >= epochs) {
      findings.error(
        [...path, 'warmup_epochs'],
        `expected fewer than the ${epochs} epochs of a trial, got ${warmup}`,
      );
      continue;
    }
    const byStep = choice.interval === 'step';
    const ticksPerEpoch = byStep ? stepsPerEpoch(subject) : 1;
    if (ticksPerEpoch === undefined) continue;
    const ticks = Math.max(1, Math.round((epochs - warmup) * ticksPerEpoch));
    const outlook = { ticks, unit: byStep ? 'steps' : 'epochs', ...rates } as const;
    for (const { option, message } of checkSchedule(choice, outlook)) {
      // Once for each option, of whose values one is enough.
      const key = JSON.stringify([at, option]);
      if (!told.has(key)) findings.warn([...path, option], `${choice.type}: ${message}`);
      told.add(key);
    }
  }
}

function ratesOf({ space }: RuleSubject) {
  if (!space.learning_rate) {
    const lr = Number(parameters.learning_rate.fallback);
    return { lowestLr: lr, highestLr: lr };
  }
  return {
    lowestLr: smallestOf(space, 'learning_rate') ?? null,
    highestLr: largestOf(space, 'learning_rate') ?? null,
  };
}

/** Of the smallest batches; undefined: not known. */
function stepsPerEpoch({ space, data }: RuleSubject): number | undefined {
  const fallback = Number(parameters.batch_size.fallback);
  const batch = space.batch_size ? smallestOf(space, 'batch_size') : fallback;
  return data && batch !== undefined ? Math.ceil(data.train / batch) : undefined;
}
