import { listedValues } from '../../core/space.js';
import { checkSchedule } from '../../schedules/check-schedule.js';
import { parameters } from '../parameters/index.js';
import { schemaOf } from '../parameters/parameter.js';
import { largestValue, smallestValue } from '../space/possible-values.js';
import type { RuleSubject } from './rule.js';

/** A schedule that does nothing in trials of this length, or the opposite, is likely not meant. */
export function checkScheduler(subject: RuleSubject): void {
  const { keys, space, findings } = subject;
  const epochs = largestValue(space.epochs) ?? keys.epochs;
  const listed = space.scheduler && listedValues(space.scheduler);
  if (epochs === undefined || !listed) return;
  const schema = schemaOf(parameters.scheduler, { augmentations: {}, networks: [] });
  const rates = ratesOf(subject);
  for (const [i, value] of listed.entries()) {
    const key = space.scheduler!.kind === 'constant' ? ['value'] : ['values', i];
    const path = ['parameters', 'scheduler', ...key];
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
      findings.warn([...path, option], `${choice.type}: ${message}`);
    }
  }
}

function ratesOf({ space }: RuleSubject) {
  const { learning_rate } = space;
  if (!learning_rate) {
    const lr = Number(parameters.learning_rate.fallback);
    return { lowestLr: lr, highestLr: lr };
  }
  return {
    lowestLr: smallestValue(learning_rate) ?? null,
    highestLr: largestValue(learning_rate) ?? null,
  };
}

/** Of the smallest batches; undefined: not known. */
function stepsPerEpoch({ space, data }: RuleSubject): number | undefined {
  const fallback = Number(parameters.batch_size.fallback);
  const batch = space.batch_size ? smallestValue(space.batch_size) : fallback;
  return data && batch !== undefined ? Math.ceil(data.train / batch) : undefined;
}
