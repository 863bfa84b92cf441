import type { JsonObject } from '../../core/json.js';
import { largestValue, listedValues, smallestValue } from '../space/possible-values.js';
import type { RuleSubject } from './rule.js';

/** Settings that are right but do nothing in this sweep. */
export function checkUselessKeys(subject: RuleSubject): void {
  const { keys, space, data, findings } = subject;
  if (keys.order === 'shuffled' && keys.method && keys.method.type !== 'grid') {
    findings.warn(['order'], `orders a grid's points; ${keys.method.type} has none`);
  }

  const epochs = largestValue(space.epochs) ?? keys.epochs;
  const { min_iter, max_iter }: JsonObject = keys.early_terminate ?? {};
  const first = max_iter === undefined ? min_iter : undefined;
  if (epochs !== undefined && typeof first === 'number' && first >= epochs) {
    findings.warn(
      ['early_terminate', 'min_iter'],
      `never stops a trial: it looks after epoch ${first} at the earliest, and a trial has ${epochs}`,
    );
  }

  const batch = smallestValue(space.batch_size);
  if (data && batch !== undefined && batch > data.train) {
    findings.warn(
      ['parameters', 'batch_size'],
      `larger than the ${data.train} training images: an epoch is one smaller batch`,
      'key',
    );
  }
  checkUnusedSets(subject);
}

function checkUnusedSets({ root, keys, space, findings }: RuleSubject): void {
  const declared = (root.parameters ?? {}) as Readonly<Record<string, unknown>>;
  // A wrong `augmentation` is noted already, and may have meant any of them.
  if ('augmentation' in declared && !space.augmentation) return;
  const used = (space.augmentation && listedValues(space.augmentation)) ?? [];
  for (const name of Object.keys(keys.augmentations ?? {})) {
    if (used.includes(name)) continue;
    findings.warn(
      ['augmentations', name],
      'used by no trial: name it under parameters.augmentation',
      'key',
    );
  }
}
