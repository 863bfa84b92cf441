import type { Brush, ChartOptions, Stretch } from '../../charts/chart.js';
import { METRIC_NAMES, type MetricName } from '../../core/metric.js';
import { TRIAL_STATES, type TrialState } from '../../core/trial-state.js';
import { readBrush, readStretch, writeBrush, writeStretch } from './ranges.js';
import { asWord, inQuery, ofWord } from './words.js';

/** All that a person has set on a page; it lies in the address alone, so a copied one shows the same. */
export interface ViewState {
  /** What trials must fulfil, as `parseFilter` reads it. */
  readonly filter: string;
  /** Only trials in these; empty: all. */
  readonly states: readonly TrialState[];
  readonly sort: Sort | null;
  /** Rows with the same value of this parameter stand together. */
  readonly group: string | null;
  /** Columns that are shown; empty: the table's own choice. */
  readonly columns: readonly string[];
  /** Null: the sweep's own. */
  readonly metric: MetricName | null;
  readonly top: number | null;
  /** In [0, 1). */
  readonly smooth: number;
  readonly x: string | null;
  readonly y: string | null;
  readonly log: readonly string[];
  readonly linear: readonly string[];
  readonly brush: Readonly<Record<string, Brush>>;
  readonly zoom: Readonly<Record<string, Stretch>>;
  /** Ids of trials that are selected. */
  readonly chosen: readonly number[];
  /** Ids of trials that a page is about: those to compare. */
  readonly trials: readonly number[];
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

interface Field<T> {
  /** Throws nothing: what we never wrote is left out. */
  readonly read: (texts: readonly string[]) => T;
  /** One text for each time that it stands in the address. */
  readonly write: (value: T) => readonly string[];
}

const fields: { readonly [Name in keyof ViewState]: Field<ViewState[Name]> } = {
  filter: { read: ([text]) => text ?? '', write: (text) => (text ? [text] : []) },
  states: listOf((text) => TRIAL_STATES.find((state) => state === text)),
  sort: optional(
    (text) => ({ column: text.replace(/^-/, ''), descending: text.startsWith('-') }),
    ({ column, descending }) => `${descending ? '-' : ''}${column}`,
  ),
  group: optional((text) => text, String),
  columns: listOf((text) => text),
  metric: optional((text) => METRIC_NAMES.find((name) => name === text) ?? null, String),
  top: optional((text) => (/^\d{1,6}$/.test(text) ? Number(text) : null), String),
  smooth: {
    read: ([text]) => (/^0?\.\d{1,4}$/.test(text ?? '') ? Number(text) : 0),
    write: (share) => (share > 0 ? [String(Number(share.toFixed(4)))] : []),
  },
  x: optional((text) => text, String),
  y: optional((text) => text, String),
  log: listOf((text) => text),
  linear: listOf((text) => text),
  brush: pairs(readBrush, writeBrush),
  zoom: pairs(readStretch, writeStretch),
  chosen: listOf(readId),
  trials: listOf(readId),
};

const NAMES = Object.keys(fields) as readonly (keyof ViewState)[];

/** `search`: an address from its `?` on, or empty. */
export function readState(search: string): ViewState {
  const query = new URLSearchParams(search);
  return Object.fromEntries(
    NAMES.map((name) => [name, fields[name].read(query.getAll(name))]),
  ) as unknown as ViewState;
}

/** From the `?` on; empty where nothing is set. The same state gives the same text. */
export function writeState(state: Partial<ViewState>): string {
  const parts = NAMES.flatMap((name) => writeField(name, state).map((text) => `${name}=${text}`));
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function writeField<Name extends keyof ViewState>(name: Name, state: Partial<ViewState>) {
  const value = state[name];
  return value === undefined ? [] : fields[name].write(value as ViewState[Name]).map(inQuery);
}

/** The same as charts take it. */
export function chartOptions(state: ViewState): ChartOptions {
  const { metric, states, top, smooth, x, y, log, linear, brush, zoom, chosen } = state;
  return {
    ...(metric !== null && { metric }),
    ...(states.length > 0 && { states }),
    ...(top !== null && { top }),
    ...(smooth > 0 && { smooth }),
    ...(x !== null && { x }),
    ...(y !== null && { y }),
    ...{ log, linear, brush, zoom, chosen },
  };
}

function optional<T>(
  read: (text: string) => T | null,
  write: (value: T) => string,
): Field<T | null> {
  return {
    read: ([text]) => (text ? read(text) : null),
    write: (value) => (value === null ? [] : [write(value)]),
  };
}

function listOf<T extends string | number>(
  read: (text: string) => T | undefined,
): Field<readonly T[]> {
  return {
    read: (texts) =>
      texts.flatMap((text) =>
        text.split(',').flatMap((each) => {
          const value = each === '' ? undefined : read(ofWord(each));
          return value === undefined ? [] : [value];
        }),
      ),
    write: (values) => (values.length === 0 ? [] : [values.map(asWord).join(',')]),
  };
}

/** One for each name. */
function pairs<T>(
  read: (text: string) => readonly [string, T] | undefined,
  write: (name: string, value: T) => string,
): Field<Readonly<Record<string, T>>> {
  return {
    read: (texts) => Object.fromEntries(texts.map(read).filter((pair) => pair !== undefined)),
    write: (values) => Object.entries(values).map(([name, value]) => write(name, value)),
  };
}

function readId(text: string): number | undefined {
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
