const OF_TRIALS = 'trial_id in (select id from trials where sweep_id in (CHOSEN))';

/** Tables of results, those that others refer to first. What else a database has stays there. */
export const COPIED_TABLES: readonly CopiedTable[] = [
  {
    name: 'fingerprints',
    isShared: true,
    key: ['id'],
    columns: { id: 'id of fingerprints', class_names: 'text', data: 'text', weights: 'text' },
    of: 'id in (select fingerprint_id from trials where sweep_id in (CHOSEN))',
  },
  {
    name: 'listings',
    isShared: true,
    key: ['digest'],
    columns: { digest: 'text', body: 'bytes' },
    of: `digest in (select data from fingerprints
           where id in (select fingerprint_id from trials where sweep_id in (CHOSEN)))`,
  },
  {
    name: 'sweeps',
    key: ['id'],
    columns: {
      id: 'id of sweeps',
      name: 'text',
      state: 'text',
      spec: 'text',
      file: 'text',
      source: 'text',
      backend: 'text',
      created_at: 'text',
    },
    of: 'id in (CHOSEN)',
  },
  {
    name: 'snapshots',
    key: ['id'],
    columns: {
      id: 'id of snapshots',
      sweep_id: 'id of sweeps',
      file: 'text',
      sha256: 'text',
      bytes: 'integer',
      epoch: 'integer',
      step: 'integer',
      provenance: 'text',
      created_at: 'text',
    },
    of: 'sweep_id in (CHOSEN)',
  },
  {
    name: 'trials',
    key: ['id'],
    columns: {
      id: 'id of trials',
      sweep_id: 'id of sweeps',
      number: 'integer',
      point: 'integer',
      replicate: 'integer',
      params: 'text',
      recipe: 'text',
      version: 'text',
      seen: 'text',
      state: 'text',
      checkpoint_epoch: 'integer',
      checkpoint_digest: 'text',
      network_digest: 'text',
      epochs: 'integer',
      seconds: 'real',
      fingerprint_id: 'id of fingerprints',
      change: 'integer',
      snapshot_id: 'id of snapshots',
      furthest: 'integer',
    },
    of: 'sweep_id in (CHOSEN)',
  },
  {
    name: 'attempts',
    key: ['id'],
    columns: {
      id: 'id of attempts',
      trial_id: 'id of trials',
      state: 'text',
      started_at: 'text',
      ended_at: 'text',
      error: 'text',
      provenance: 'text',
      cohort: 'text',
      progressed: 'integer',
      place: 'text',
    },
    of: OF_TRIALS,
  },
  {
    name: 'reports',
    key: ['trial_id', 'epoch'],
    columns: {
      trial_id: 'id of trials',
      epoch: 'integer',
      learning_rate: 'real',
      seconds: 'real',
      images_per_second: 'real',
      peak_memory_bytes: 'real',
      solo_seconds: 'real',
      shared_with: 'id of trials',
      metrics: 'text',
      rights: 'bytes',
    },
    of: OF_TRIALS,
  },
  {
    name: 'standings',
    key: ['trial_id', 'metric'],
    columns: {
      trial_id: 'id of trials',
      metric: 'text',
      highest: 'real',
      highest_epoch: 'integer',
      lowest: 'real',
      lowest_epoch: 'integer',
      last: 'real',
      last_epoch: 'integer',
    },
    of: OF_TRIALS,
  },
  {
    name: 'events',
    key: ['id'],
    columns: {
      id: 'id of events',
      sweep_id: 'id of sweeps',
      trial_id: 'id of trials',
      at: 'text',
      kind: 'text',
      message: 'text',
    },
    of: 'sweep_id in (CHOSEN)',
  },
  {
    name: 'tests',
    key: ['id'],
    columns: {
      id: 'id of tests',
      trial_id: 'id of trials',
      at: 'text',
      images: 'integer',
      loss: 'real',
      accuracy: 'real',
    },
    of: OF_TRIALS,
  },
];

/** What a column holds; `id of`: it names a row of that table, or is its own table's key. */
export type ColumnKind = 'integer' | 'real' | 'text' | 'bytes' | `id of ${string}`;

export interface CopiedTable {
  readonly name: string;
  /** Columns that put its rows in order. */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** Its rows serve whatever sweeps need them, and are the same if they say the same. */
  readonly isShared?: true;
  /** SQL: whether a row belongs to the sweeps whose ids CHOSEN selects. */
  readonly of: string;
}

/** The table whose ids a column holds; undefined: it holds none. */
export function targetOf(kind: ColumnKind): string | undefined {
  return kind.startsWith(ID_OF) ? kind.slice(ID_OF.length) : undefined;
}

const ID_OF = 'id of ';
