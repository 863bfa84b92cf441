import type { Choice, Json } from '../../core/json.js';
import { listedValues } from '../../core/space.js';
import { parameters } from '../parameters/index.js';
import { schemaOf } from '../parameters/parameter.js';
import { largestValue } from '../space/possible-values.js';
import type { RuleSubject } from './rule.js';

/** A schedule whose warm-up or drops lie past the last epoch is likely not what was meant. */
export function checkScheduler({ keys, space, findings }: RuleSubject): void {
  const epochs = largestValue(space.epochs) ?? keys.epochs;
  const listed = space.scheduler && listedValues(space.scheduler);
  if (epochs === undefined || !listed) return;
  const schema = schemaOf(parameters.scheduler, { augmentations: {}, networks: [] });
  for (const [i, value] of listed.entries()) {
    const key = space.scheduler!.kind === 'constant' ? ['value'] : ['values', i];
    const path = ['parameters', 'scheduler', ...key];
    const choice = schema.parse(value);
    const warmup = choice.warmup_epochs as number;
    if (warmup >= epochs) {
      findings.error(
        [...path, 'warmup_epochs'],
        `expected fewer than the ${epochs} epochs of a trial, got ${warmup}`,
      );
      continue;
    }
    if (choice.interval === 'step') continue;
    const late = firstDrop(choice) >= epochs - warmup;
    const option = choice.type === 'multistep' ? 'milestones' : 'step_size';
    if (late) {
      findings.warn([...path, option], `never drops the rate: a trial has only ${epochs} epochs`);
    }
  }
}

/** Epoch of the first drop, where an option says so. */
function firstDrop({ type, ...options }: Choice): number {
  const first: Json | undefined =
    type === 'multistep'
      ? Math.min(...((options.milestones ?? [0]) as number[]))
      : type === 'step'
        ? options.step_size
        : undefined;
  return typeof first === 'number' ? first : 0;
}
