/**
 * Cohorts' training as it was, in files of the sweep's folder, and which trials go on from which.
 * `epoch`, `step`: whole epochs done, and steps of the next. An attempt says which others began with
 * it (`cohort`), whether it came further than any before it (`progressed`), and where its process
 * died (`place`, in the sweep's own words).
 */
export const snapshots = `
create table snapshots (
  id         integer primary key autoincrement,
  sweep_id   integer not null references sweeps (id) on delete cascade,
  file       text not null,
  sha256     text not null,
  bytes      integer not null,
  epoch      integer not null,
  step       integer not null,
  provenance text not null,
  created_at text not null
) strict;

create index snapshots_by_sweep on snapshots (sweep_id);

alter table trials add column snapshot_id integer references snapshots (id) on delete set null;
create index trials_by_snapshot on trials (snapshot_id) where snapshot_id is not null;
-- The most epochs that any earlier attempt reported.
alter table trials add column furthest integer not null default 0;

alter table attempts add column cohort text;
alter table attempts add column progressed integer not null default 0;
alter table attempts add column place text;
`;
