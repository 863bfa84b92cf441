import { StoreError } from '../../core/errors.js';
import type { Json } from '../../core/json.js';
import { METRIC_NAMES } from '../../core/metric.js';
import { shortened } from '../../core/words/plain.js';

/** What a JSON value must be at least; of an object, what must be in it. */
export type Shape = Kind | { readonly [key: string]: Shape };

/** Kinds of values, and whether a value is one. */
const KINDS = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  list: (value) => Array.isArray(value),
  'list of texts': (value) =>
    Array.isArray(value) && value.every((each) => typeof each === 'string'),
  object: isObject,
  /** A whole number from 0 on. */
  whole: isWhole,
  'whole number or null': (value) => value === null || isWhole(value),
  'number above 0 or "auto"': (value) =>
    value === 'auto' || (typeof value === 'number' && value > 0),
  'number from 0 on, or null': (value) =>
    value === null || (typeof value === 'number' && value >= 0),
  'number or null': (value) => value === null || typeof value === 'number',
  'text or object': (value) => typeof value === 'string' || isObject(value),
  'list of choices': (value) => Array.isArray(value) && value.every(isChoice),
  metric: (value) => METRIC_NAMES.some((name) => name === value),
  goal: (value) => value === 'maximize' || value === 'minimize',
  choice: isChoice,
  'choice or null': (value) => value === null || isChoice(value),
  'object or null': (value) => value === null || isObject(value),
  /** Parameters, and where their values come from. */
  space: (value) => isObject(value) && Object.values(value).every(isDistribution),
} as const satisfies Readonly<Record<string, (value: Json | undefined) => boolean>>;

type Kind = keyof typeof KINDS;

const MODEL: Shape = { architecture: 'string', weights: 'string' };
const DATA: Shape = { source: 'string', train: 'whole', val: 'whole', decodeSize: 'whole' };

/** Everything that the database keeps as JSON, as far as commands rely on it. */
export const SHAPES = {
  /** A sweep of a program before schema 4: keys may be missing that came later. */
  olderSpec: {
    name: 'string',
    method: 'choice',
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
  spec: {
    name: 'string',
    method: 'choice',
    metric: { name: 'metric', goal: 'goal' },
    space: 'space',
    constraints: 'list of texts',
    points: 'list',
    runCap: 'whole number or null',
    seed: 'number',
    defaults: { epochs: 'whole', imageSize: 'whole' },
    data: DATA,
    model: MODEL,
    augmentations: 'object',
    budget: {
      wallMs: 'number from 0 on, or null',
      trialMs: 'number from 0 on, or null',
      diskBytes: 'number from 0 on, or null',
    },
    backend: 'string',
    workers: 'number above 0 or "auto"',
    memory: 'number above 0 or "auto"',
    retries: 'whole',
    earlyTerminate: 'choice or null',
    keep: 'whole',
    checkpoint: 'object or null',
  },
  params: 'object',
  recipe: {
    trunk: {
      model: MODEL,
      data: DATA,
      seed: 'number',
      imageSize: 'whole',
      batchSize: 'whole',
      normalization: 'text or object',
      augmentation: { name: 'string', transforms: 'list of choices' },
      stem: 'string',
      precision: 'string',
    },
    training: {
      firstTrained: 'whole',
      pooling: 'string',
      head: 'choice',
      dropout: 'number',
      optimizer: 'choice',
      labelSmoothing: 'number',
      gradientClip: 'number or null',
      layerLrDecay: 'number',
    },
    pace: { epochs: 'whole', learningRate: 'number', scheduler: 'choice' },
    judged: { metric: { name: 'metric', goal: 'goal' } },
  },
  metrics: 'object',
  error: { code: 'string', message: 'string' },
  provenance: { version: 'string', backend: 'string' },
  classNames: 'list of texts',
} as const satisfies Readonly<Record<string, Shape>>;

/**
 * The one door for JSON from the database.
 *
 * @throws {StoreError} it is no JSON, or not of that shape: whose it is (`what`), and what is wrong.
 */
export function readDocument<Value>(json: string, shape: Shape, what: string): Value {
  const value = parsed(json);
  const wrong = faultIn(value, shape);
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

/** What is wrong with a document; null: nothing. */
export function faultOf(json: string, shape: Shape): string | null {
  return faultIn(parsed(json), shape);
}

function faultIn(value: Json | typeof NO_JSON, shape: Shape): string | null {
  return value === NO_JSON ? 'it is no JSON' : misfit(value, shape, '');
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
  if (typeof shape === 'string') {
    if (KINDS[shape](value)) return null;
    const kind = shape === 'whole' ? 'whole number' : shape;
    return `${place} is no ${kind}: ${shortened(JSON.stringify(value) ?? 'missing', 40)}`;
  }
  if (!isObject(value)) return `${place} is no object`;
  for (const [key, inner] of Object.entries(shape)) {
    const wrong = misfit(value[key], inner, at === '' ? key : `${at}.${key}`);
    if (wrong !== null) return wrong;
  }
  return null;
}

function isWhole(value: Json | undefined): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isChoice(value: Json | undefined): boolean {
  return isObject(value) && typeof value.type === 'string';
}

function isDistribution(value: Json): boolean {
  if (!isObject(value) || typeof value.kind !== 'string') return false;
  const { when = {}, zip = '', expression = '', options = [] } = value;
  return (
    isObject(when) &&
    Object.values(when).every((listed) => Array.isArray(listed)) &&
    typeof zip === 'string' &&
    typeof expression === 'string' &&
    Array.isArray(options) &&
    options.every(
      (own) => own === null || (isObject(own) && Object.values(own).every(isDistribution)),
    )
  );
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
