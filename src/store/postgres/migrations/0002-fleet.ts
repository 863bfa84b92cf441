import type { Migration } from './migration.js';

/**
 * What several machines need to train one sweep. An attempt at a cohort is a lease, and a job of
 * pg-boss by the same id: once either is over, nothing that comes for it counts. Times are
 * milliseconds since 1970 by the server's clock. Documents are text: orders, messages, answers and
 * errors as store/gateway/wire.ts writes them, others as JSON.
 */
export const fleet: Migration = {
  name: 'fleet',
  up: `
create table tokens (
  -- Public: what lists and logs call it.
  id         text primary key,
  -- SHA-256 of the secret, hex; the secret itself is nowhere.
  hash       text not null unique,
  team       text not null,
  owner      text not null,
  role       text not null check (role in ('agent', 'user')),
  created_at bigint not null,
  expires_at bigint,
  revoked_at bigint,
  used_at    bigint
);

-- A sweep as somebody asked for it.
create table submissions (
  sweep_id       bigint primary key references sweeps (id) on delete cascade,
  team           text not null,
  owner          text not null,
  -- Its weight among sweeps that want machines, 1 to 100.
  priority       integer not null,
  wanted         text not null check (wanted in ('run', 'pause', 'cancel')),
  -- Device-seconds it may take; null: any.
  budget_seconds double precision,
  -- MadeOf: what its trials are made of.
  made           text not null,
  submitted_at   bigint not null,
  -- Why it is not getting on, as a sentence; null: it is.
  waits_for      text
);
create index submissions_by_team on submissions (team);

-- Device-seconds that one user of a team may take in all.
create table budgets (
  team    text not null,
  owner   text not null,
  seconds double precision not null,
  primary key (team, owner)
);

create table agents (
  id         text primary key,
  team       text not null,
  token_id   text not null references tokens (id),
  name       text not null,
  -- AgentMachine.
  machine    text not null,
  backend    text not null,
  -- exactClass: by its value agents go on with each other's trials.
  exactness  text not null,
  state      text not null check (state in ('idle', 'working', 'gone')),
  started_at bigint not null,
  seen_at    bigint not null
);
create index agents_by_team on agents (team, state);

create table leases (
  -- A UUID, also its job's.
  id            text primary key,
  sweep_id      bigint not null references sweeps (id) on delete cascade,
  team          text not null,
  -- As attempts name it.
  cohort        text not null,
  -- The queue of pg-boss that its job is in.
  queue         text not null,
  -- Order: all that an agent needs to train it; empty once it has ended and was taken in.
  "order"       text not null,
  state         text not null
                check (state in ('queued', 'running', 'finished', 'failed', 'lost', 'cancelled')),
  -- What its agent hears at the next beat.
  wanted        text not null default 'continue' check (wanted in ('continue', 'stop')),
  agent_id      text references agents (id),
  created_at    bigint not null,
  claimed_at    bigint,
  -- For people who look into it: who is silent, its job says.
  beat_at       bigint,
  ended_at      bigint,
  -- GPUs, or 1 for a CPU: what budgets count its seconds by.
  devices       integer not null default 1,
  -- StepProgress of its trials, as of the last beat.
  progress      text,
  -- SerializedError of an agent that could not begin it; null: none said so.
  error         text,
  -- Its place among those of its team that wait: sweeps get machines in turn, by their weights.
  turn          bigint not null default 0,
  -- Of its messages, how many have taken effect.
  taken         integer not null default 0
);
create index leases_by_sweep on leases (sweep_id, state);
create index leases_by_sweep_turn on leases (sweep_id, turn);
create index leases_by_turn on leases (team, turn) where claimed_at is not null;
create index leases_open on leases (state) where state in ('queued', 'running');
create index leases_queued on leases (queue) where state = 'queued';
create index leases_by_agent on leases (agent_id) where state = 'running';

-- What an agent tells of its lease, in order. All go once the lease has ended and its conductor has
-- taken them in; a finish that comes again is known by the lease's state.
create table messages (
  lease_id text not null references leases (id) on delete cascade,
  -- From 1, without gaps.
  seq      integer not null,
  body     text not null,
  -- VerdictsAnswer, what the agent is waiting for; null: not known yet.
  answer   text,
  -- By trial, why its pruner stopped or paused it: kept for the trial's end, and for no agent.
  reasons  text,
  primary key (lease_id, seq)
);

-- Blobs that are whole and where they belong, by SHA-256 (hex), apart for each team.
create table artifacts (
  team       text not null,
  digest     text not null,
  bytes      bigint not null,
  created_at bigint not null,
  primary key (team, digest)
);

-- What is found by another name than its own digest: images by their listing's, weights by theirs.
create table artifact_keys (
  team   text not null,
  kind   text not null check (kind in ('data', 'weights')),
  key    text not null,
  digest text not null,
  primary key (team, kind, key),
  foreign key (team, digest) references artifacts (team, digest)
);
`,
  down: `
drop table artifact_keys, artifacts, messages, leases, agents, budgets, submissions, tokens;
`,
};
