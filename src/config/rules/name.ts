import { plain } from '../../core/words/plain.js';
import type { RuleSubject } from './rule.js';

/** A name with line breaks or control characters is kept, and told where it will read otherwise. */
export function checkName({ root, keys, findings }: RuleSubject): void {
  if (root.name == null || !keys.name || plain(keys.name) === keys.name) return;
  findings.warn(
    ['name'],
    'has line breaks or control characters: tables show each as a space, JSON as it is',
  );
}
