import { declares, type RuleSubject } from './rule.js';

/** Repeats are counted in one place: values of `replicate` are points of their own. */
export function checkRepeats(subject: RuleSubject): void {
  const { keys, findings } = subject;
  const { repeats } = keys;
  if (repeats === undefined || repeats === 1 || !declares(subject, 'replicate')) return;
  findings.error(
    ['repeats'],
    'parameters.replicate repeats points, too: expected one of the two. `repeats` has the runs of a point shown and compared as one; values of `replicate` are points of their own',
    'key',
  );
}
