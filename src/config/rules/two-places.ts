import type { RuleSubject } from './rule.js';

/** `epochs` and `image_size` stand beside `parameters` as defaults; a parameter overrules them. */
export function checkTwoPlaces({ root, space, findings }: RuleSubject): void {
  if (space.epochs && root.epochs != null) {
    findings.warn(['epochs'], 'has no effect: parameters.epochs decides', 'key');
  }
  const data = (root.data ?? {}) as Readonly<Record<string, unknown>>;
  if (space.image_size && data.image_size != null) {
    findings.warn(['data', 'image_size'], 'has no effect: parameters.image_size decides', 'key');
  }
}
