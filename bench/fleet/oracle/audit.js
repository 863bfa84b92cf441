import pg from 'pg';

/**
 * Triggers that write down, in the transaction of each change, what it changed and how things stood:
 * what the tables no longer tell once all is over. `audit.log` is in the order of the changes.
 */
const AUDIT = `
create schema audit;
create table audit.log (
  n     bigint generated always as identity primary key,
  at    timestamptz not null default clock_timestamp(),
  kind  text not null,
  -- Of a lease, a trial, an attempt.
  id    text,
  was   text,
  now   text,
  note  jsonb
);

create function audit.lease() returns trigger language plpgsql as $$ begin
  insert into audit.log (kind, id, was, now, note) values (
    'lease', new.id, case tg_op when 'INSERT' then null else old.state end, new.state,
    jsonb_build_object('cohort', new.cohort, 'agent', new.agent_id, 'taken', new.taken,
      'order', case tg_op when 'INSERT' then new."order" end));
  return new;
end $$;
create trigger audit_insert after insert on leases for each row execute function audit.lease();
create trigger audit_update after update on leases for each row
  when (old.state <> new.state) execute function audit.lease();

create function audit.message() returns trigger language plpgsql as $$ begin
  insert into audit.log (kind, id, now, note) values (
    'message', new.lease_id, (select state from thaw.leases where id = new.lease_id),
    jsonb_build_object('seq', new.seq, 'body', new.body));
  return new;
end $$;
create trigger audit_insert after insert on messages for each row execute function audit.message();

create function audit.trial() returns trigger language plpgsql as $$ begin
  insert into audit.log (kind, id, was, now) values ('trial', new.id, old.state, new.state);
  return new;
end $$;
create trigger audit_update after update on trials for each row
  when (old.state <> new.state) execute function audit.trial();

create function audit.attempt() returns trigger language plpgsql as $$ begin
  insert into audit.log (kind, id, was, now, note) values (
    'attempt', new.id, case tg_op when 'INSERT' then null else old.state end, new.state,
    jsonb_build_object('trial', new.trial_id, 'cohort', new.cohort,
      'lease', (select state from thaw.leases where cohort = new.cohort)));
  return new;
end $$;
create trigger audit_insert after insert on attempts for each row execute function audit.attempt();
create trigger audit_update after update on attempts for each row
  when (old.state <> new.state) execute function audit.attempt();

create function audit.snapshot() returns trigger language plpgsql as $$ begin
  insert into audit.log (kind, id, now, note) values (
    'snapshot', new.id, new.sha256,
    jsonb_build_object('there', exists (select from thaw.artifacts where digest = new.sha256)));
  return new;
end $$;
create trigger audit_insert after insert on snapshots for each row execute function audit.snapshot();

create function audit.holder() returns trigger language plpgsql as $$ begin
  insert into audit.log (kind, id, was, now) values
    ('holder', new.id, old.holder_token, new.holder_token);
  return new;
end $$;
create trigger audit_update after update on sweeps for each row
  when (old.holder_token is distinct from new.holder_token) execute function audit.holder();
`;

/**
 * Installs them in a database that has Thaw's tables.
 *
 * @param {string} place
 */
export async function installAudit(place) {
  const client = new pg.Client({ connectionString: place, options: '-c search_path=thaw' });
  await client.connect();
  try {
    await client.query(`begin; ${AUDIT} commit;`);
  } finally {
    await client.end();
  }
}
