import { listedValues } from '../../core/space.js';
import { pruners } from '../../search/pruners/index.js';
import { samplerNamed } from '../../search/sampler-named.js';
import { resolveCheckpoint } from '../file/keys/checkpoint-key.js';
import { resolveRepeats } from '../file/keys/repeats-key.js';
import { orderedMethods } from '../file/sweep-keys.js';
import { largestOf, smallestOf } from '../space/possible-values.js';
import { noteAll } from '../words/note-all.js';
import { declares, type RuleSubject } from './rule.js';

/** Settings that are right but do nothing in this sweep. */
export function checkUselessKeys(subject: RuleSubject): void {
  const { keys, space, data, findings } = subject;
  const { order, method } = keys;
  if (order === 'shuffled' && method && !samplerNamed(method.type).ordered) {
    findings.warn(
      ['order'],
      `orders the points of a ${orderedMethods()}: ${method.type} has no order to shuffle`,
    );
  }

  if (method && !samplerNamed(method.type).looks) {
    const nothing = `does nothing here: ${method.type} does not learn from trials`;
    if (keys.sharing === 'ignore') findings.warn(['sharing'], nothing, 'key');
    if (keys.warm_start != null) findings.warn(['warm_start'], nothing, 'key');
  }

  const epochs = largestOf(space, 'epochs') ?? keys.epochs;
  if (epochs !== undefined && keys.early_terminate) {
    const { type, ...options } = keys.early_terminate;
    const checkpoints =
      keys.checkpoint === undefined || resolveCheckpoint(keys.checkpoint) !== null;
    const runs = keys.repeats === undefined ? 1 : resolveRepeats(keys.repeats).n;
    noteAll(pruners[type]?.check?.(options, { epochs, checkpoints, runs }) ?? [], findings);
  }

  const batch = smallestOf(space, 'batch_size');
  if (data && batch !== undefined && batch > data.train) {
    findings.warn(
      ['parameters', 'batch_size'],
      `larger than the ${data.train} training images: an epoch is one smaller batch`,
      'key',
    );
  }
  checkUnusedSets(subject);
}

function checkUnusedSets(subject: RuleSubject): void {
  const { keys, space, findings } = subject;
  // A wrong `augmentation` is noted already, and may have meant any of them.
  if (declares(subject, 'augmentation') && !space.augmentation) return;
  // Which set a formula names is not known here.
  if (space.augmentation?.kind === 'derived') return;
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
