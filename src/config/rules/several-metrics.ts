import { samplerNamed } from '../../search/sampler-named.js';
import { samplers } from '../../search/samplers/index.js';
import { oneOf } from '../words/describe-value.js';
import type { RuleSubject } from './rule.js';

/** A sampler that learns may see but one of several metrics, or be made for more than one. */
export function checkSeveralMetrics({ keys, findings }: RuleSubject): void {
  if (!keys.method) return;
  const { type } = keys.method;
  const { looks, several } = samplerNamed(type);
  if (!looks) return;
  const metrics = keys.metrics ?? [];
  // What is only kept within bounds is no aim.
  const aims = metrics.filter(({ min, max }, place) => place === 0 || (min ?? max) === undefined);
  if (several === 'expected' && metrics.length < 2) {
    const message = `${type} is made for several metrics; for one, tpe and gp need fewer trials`;
    findings.warn(['method'], message);
  } else if (several === undefined && aims.length > 1) {
    const all = Object.values(samplers).filter((def) => def.several);
    const others = oneOf(all.map((def) => def.type));
    findings.warn(
      ['method'],
      `${type} looks for the best ${metrics[0]!.name} alone: expected ${others} to look for all of ${metrics.map(({ name }) => name).join(', ')}`,
    );
  }
}
