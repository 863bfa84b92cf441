import type { Sql } from '../../../store/postgres/sql.js';
import { ArtifactError } from '../artifact-error.js';
import { blobKey } from '../blob-key.js';
import type { BlobPlace } from '../drivers/driver.js';
import { checkedBytes } from '../store/checked-bytes.js';

/** A row that promises an artifact. */
export interface Manifest {
  /** `checkpoint`: a trial's weights; `network`: the whole of it; `data`, `weights`: what is trained from. */
  readonly kind: 'checkpoint' | 'network' | 'snapshot' | 'data' | 'weights';
  /** Null: of no sweep alone. */
  readonly sweep: number | null;
  /** Null: of no trial alone. */
  readonly trial: number | null;
  readonly digest: string;
}

export interface BrokenManifest extends Manifest {
  readonly how: 'missing' | 'damaged';
}

export interface Examined {
  /** Artifacts that were looked at. */
  readonly count: number;
  readonly bytes: number;
  readonly broken: readonly BrokenManifest[];
}

/** Looks whether the blob of each row is there, of its size; `deep`: reads and compares all of them. */
export async function examineManifests(
  sql: Sql,
  place: BlobPlace,
  deep: boolean,
): Promise<Examined> {
  const rows = await sql.all<Row>(MANIFESTS);
  const states = new Map<string, State>();
  const broken: BrokenManifest[] = [];
  for (const { team, bytes, ...manifest } of rows) {
    const name = `${team} ${manifest.digest}`;
    const state = states.get(name) ?? (await stateOf({ team, bytes, ...manifest }, place, deep));
    states.set(name, state);
    if (state.how !== 'whole') broken.push({ ...manifest, how: state.how });
  }
  const bytes = [...states.values()].reduce((sum, each) => sum + each.bytes, 0);
  return { count: states.size, bytes, broken };
}

interface Row extends Manifest {
  /** Null: there is no row of such an artifact. */
  readonly team: string | null;
  readonly bytes: number | null;
}

interface State {
  readonly how: 'whole' | BrokenManifest['how'];
  readonly bytes: number;
}

async function stateOf(
  { team, digest, bytes }: Pick<Row, 'team' | 'digest' | 'bytes'>,
  place: BlobPlace,
  deep: boolean,
): Promise<State> {
  if (team === null || bytes === null) return { how: 'missing', bytes: 0 };
  const key = blobKey(team, digest);
  const size = await place.size(key);
  if (size === null) return { how: 'missing', bytes: 0 };
  if (size !== bytes) return { how: 'damaged', bytes: size };
  if (!deep) return { how: 'whole', bytes };
  try {
    for await (const _ of checkedBytes(await place.read(key, 0), digest, bytes));
    return { how: 'whole', bytes };
  } catch (error) {
    if (error instanceof ArtifactError) return { how: 'damaged', bytes };
    throw error;
  }
}

/** Those of sweeps that nobody submitted (they were copied here) may be any team's. */
const MANIFESTS = `
with named as (
  select 'checkpoint' as kind, sweep_id, id as trial, checkpoint_digest as digest
  from trials where checkpoint_epoch is not null and checkpoint_digest is not null
  union all
  select 'network', sweep_id, id, network_digest
  from trials where checkpoint_epoch is not null and network_digest is not null
  union all
  select 'snapshot', s.sweep_id, null, s.sha256
  from snapshots s where exists (select from trials t where t.snapshot_id = s.id)
)
select n.kind, n.sweep_id as sweep, n.trial, n.digest, found.team, found.bytes
from named n
left join submissions s on s.sweep_id = n.sweep_id
left join lateral (
  select a.team, a.bytes from artifacts a
  where a.digest = n.digest and (s.team is null or a.team = s.team)
  order by a.team limit 1
) found on true
union all
select k.kind, null, null, k.digest, a.team, a.bytes
from artifact_keys k join artifacts a on a.team = k.team and a.digest = k.digest
order by kind, sweep, trial, digest`;
