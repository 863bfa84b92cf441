import { StoreError } from '../../../core/errors.js';
import type { Json } from '../../../core/json.js';
import { METRIC_NAMES } from '../../../core/metric.js';

/** What a JSON value must be at least; of an object, what must be in it. */
export type Shape =
  | 'string'
  | 'number'
  | 'list'
  | 'metric'
  | 'object'
  | { readonly [key: string]: Shape };

const CHOICE: Shape = { type: 'string' };
const MODEL: Shape = { architecture: 'string', weights: 'string' };

/** Everything that the database keeps as JSON, as far as commands rely on it. */
export const SHAPES = {
  spec: {
    name: 'string',
    method: CHOICE,
    metric: { name: 'metric', goal: 'string' },
    space: 'object',
    defaults: 'object',
    data: { source: 'string' },
    model: MODEL,
    augmentations: 'object',
    budget: 'object',
    backend: 'string',
    keep: 'number',
  },
  params: 'object',
  recipe: {
    trunk: {
      model: MODEL,
      data: { source: 'string' },
      seed: 'number',
      imageSize: 'number',
      batchSize: 'number',
      augmentation: { name: 'string', transforms: 'list' },
    },
    training: { firstTrained: 'number', head: CHOICE, optimizer: CHOICE },
    pace: { epochs: 'number', learningRate: 'number', scheduler: CHOICE },
    judged: { metric: { name: 'metric', goal: 'string' } },
  },
  metrics: 'object',
  error: { code: 'string', message: 'string' },
  provenance: { version: 'string', backend: 'string' },
  classNames: 'list',
} as const satisfies Readonly<Record<string, Shape>>;

/**
 * The one door for JSON from the database.
 *
 * @throws {StoreError} it is no JSON, or not of that shape: whose it is (`what`), and what is wrong.
 */
export function readDocument<Value>(json: string, shape: Shape, what: string): Value {
  const value = parsed(json);
  const wrong = value === NO_JSON ? 'it is no JSON' : misfit(value, shape, '');
  if (wrong === null) return value as Value;
  throw new StoreError(
    `the database is damaged where it holds ${what}: ${wrong}. Restore a copy of it, or do without; \`thaw doctor\` lists all that is damaged`,
  );
}

/** The same, but what is damaged is told of, and something else stands in for it. */
export function readOr<Value>(
  instead: Value,
  onDamage: (message: string) => void,
  ...document: Parameters<typeof readDocument>
): Value {
  try {
    return readDocument<Value>(...document);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    onDamage(error.message);
    return instead;
  }
}

const NO_JSON = Symbol('no JSON');

function parsed(json: string): Json | typeof NO_JSON {
  try {
    return JSON.parse(json) as Json;
  } catch {
    return NO_JSON;
  }
}

function misfit(value: Json | undefined, shape: Shape, at: string): string | null {
  const place = at === '' ? 'it' : at;
  if (shape === 'metric') {
    const known: readonly unknown[] = METRIC_NAMES;
    return known.includes(value) ? null : `${place} is no metric: ${JSON.stringify(value)}`;
  }
  if (shape === 'list') return Array.isArray(value) ? null : `${place} is no list`;
  if (typeof shape === 'string' && shape !== 'object') {
    return typeof value === shape ? null : `${place} is no ${shape}`;
  }
  if (!isObject(value)) return `${place} is no object`;
  if (shape === 'object') return null;
  for (const [key, inner] of Object.entries(shape)) {
    const wrong = misfit(value[key], inner, at === '' ? key : `${at}.${key}`);
    if (wrong !== null) return wrong;
  }
  return null;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
