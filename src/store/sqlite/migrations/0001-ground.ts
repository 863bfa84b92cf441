/**
 * The first schema. Times are ISO 8601 in UTC; `spec`, `params`, `class_names` and `error` are JSON.
 * A number that is not finite is stored as null. Ids are never used twice, as files are named by them.
 */
export const ground = `
create table sweeps (
  id          integer primary key autoincrement,
  name        text not null,
  state       text not null check (state in ('running', 'interrupted', 'finished', 'failed')),
  spec        text not null,
  file        text not null,
  source      text not null,
  class_names text,
  backend     text,
  created_at  text not null,

  -- The process that runs the sweep; all null: none does.
  holder_host  text,
  holder_pid   integer,
  -- When that process started, in its system's own units: tells it from a later one of equal pid.
  holder_start text,
  -- When the holder last renewed the lock, in milliseconds since 1970.
  holder_seen  integer
) strict;

create table trials (
  id        integer primary key autoincrement,
  sweep_id  integer not null references sweeps (id) on delete cascade,
  number    integer not null,
  params    text not null,
  state     text not null
            check (state in ('queued', 'running', 'finished', 'stopped', 'diverged', 'failed')),
  -- The epoch whose weights are on disk; null: none.
  checkpoint_epoch integer,

  -- Of its reports: how many, their seconds, the last one's epoch, and the epochs at which each
  -- metric was highest and lowest (the earliest of equal ones; null: never a number). Kept here so
  -- that a leaderboard of 100,000 trials reads one report of each and not all.
  epochs                 integer not null default 0,
  seconds                real not null default 0,
  last_epoch             integer,
  highest_val_accuracy   integer,
  lowest_val_accuracy    integer,
  highest_val_loss       integer,
  lowest_val_loss        integer,
  highest_train_accuracy integer,
  lowest_train_accuracy  integer,
  highest_train_loss     integer,
  lowest_train_loss      integer,
  unique (sweep_id, number)
) strict;

create index trials_by_state on trials (sweep_id, state);

create table attempts (
  id         integer primary key autoincrement,
  trial_id   integer not null references trials (id) on delete cascade,
  state      text not null
             check (state in ('running', 'interrupted', 'crashed',
                              'finished', 'stopped', 'diverged', 'failed')),
  started_at text not null,
  ended_at   text,
  error      text
) strict;

create index attempts_by_trial on attempts (trial_id, state);

create table reports (
  trial_id          integer not null references trials (id) on delete cascade,
  epoch             integer not null,
  train_loss        real,
  train_accuracy    real,
  val_loss          real,
  val_accuracy      real,
  learning_rate     real,
  seconds           real,
  images_per_second real,
  peak_memory_bytes real,
  primary key (trial_id, epoch)
) strict, without rowid;

create table events (
  id       integer primary key autoincrement,
  sweep_id integer not null references sweeps (id) on delete cascade,
  trial_id integer references trials (id) on delete cascade,
  at       text not null,
  kind     text not null,
  message  text not null
) strict;

create index events_by_sweep on events (sweep_id, trial_id);
create index events_by_trial on events (trial_id);

create table tests (
  id       integer primary key autoincrement,
  trial_id integer not null references trials (id) on delete cascade,
  at       text not null,
  images   integer not null,
  loss     real,
  accuracy real
) strict;

create index tests_by_trial on tests (trial_id);
`;
