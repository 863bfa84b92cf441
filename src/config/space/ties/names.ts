import type { Json } from '../../../core/json.js';
import type { SearchSpace } from '../../../core/space.js';
import { nearestName } from '../../../core/words/nearest-name.js';
import { meaningOf } from '../../../dialects/meaning-of.js';
import { parameterCalled, parameters } from '../../parameters/index.js';
import { type Defaults, fallbackOf } from '../../parameters/parameter.js';
import type { Findings } from '../../words/findings.js';

/** What ties between parameters are read with. */
export interface TieReading {
  readonly space: SearchSpace;
  /** Whether the file gives a parameter, which may be missing in `space` as it is wrong. */
  readonly declares: (name: string) => boolean;
  /** Of parameters that the file leaves out. */
  readonly defaults: Defaults;
  readonly findings: Findings;
}

/** The default of a parameter, as expressions and conditions see it. */
export function defaultOf(name: string, defaults: Defaults): Json {
  const def = parameterCalled(name);
  return def ? fallbackOf(def, defaults) : null;
}

/** What is wrong with a name that no parameter has, with what it may have meant. */
export function noParameter(name: string): string {
  const meaning = meaningOf(name, NAMES);
  const meant = meaning.kind === 'parameter' ? meaning.name : nearestName(name, NAMES);
  const hint = meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`;
  return `there is no parameter ${JSON.stringify(name.slice(0, 60))}${hint}`;
}

const NAMES = Object.keys(parameters);
