import { backends } from '../../device/backends/index.js';
import { precisionsOf } from '../space/possible-values.js';
import type { RuleSubject } from './rule.js';

/** A backend that never has a precision is known not to before anything runs. */
export function checkPrecision({ keys, space, findings }: RuleSubject): void {
  const named = backends.find(({ name }) => name === keys.backend);
  if (!named) return;
  for (const precision of precisionsOf({ space })) {
    if (named.precisions.includes(precision)) continue;
    const others = backends.filter((backend) => backend.precisions.includes(precision));
    findings.error(
      ['parameters', 'precision'],
      `backend ${named.name} has no ${precision}: expected ${others.map(({ name }) => name).join(' or ')}, or precision ${named.precisions.join(', ')}`,
    );
  }
}
