import type { Migration } from './migration.js';

/**
 * What changed, for those who watch: a row for each sweep (`trial_id` 0) and each trial that changed,
 * with the transaction that changed it last; `trial_id` -1 stands for what shows in neither, such as a
 * sweep's own events. A sweep that has a row here and none in `sweeps` is gone.
 *
 * Kept by triggers, so that no statement can forget it. Signs of life change nothing to be seen.
 */
export const changes: Migration = {
  name: 'changes',
  up: `
create table changes (
  sweep_id bigint not null,
  trial_id bigint not null,
  xid      xid8 not null,
  primary key (sweep_id, trial_id)
);
create index changes_by_xid on changes (xid);

-- Whoever writes, and its latest transaction that was kept: so that none is made twice whose answer was
-- lost.
create table writers (
  id   text primary key,
  turn bigint not null,
  -- Milliseconds since 1970, by the server's clock.
  seen bigint not null
);

create function note_change(sweep bigint, trial bigint) returns void language sql set search_path from current
as $$
  insert into changes values (sweep, trial, pg_current_xact_id())
  on conflict (sweep_id, trial_id) do update set xid = excluded.xid
$$;

${onStatement(
  'trials_added',
  'insert on trials referencing new table as rows',
  'select sweep_id, id from rows',
)}
${onStatement(
  'trials_changed',
  'update on trials referencing new table as rows old table as former',
  'select rows.sweep_id, rows.id from rows join former using (id) where rows is distinct from former',
)}
${onStatement(
  'tests_added',
  'insert on tests referencing new table as rows',
  'select distinct sweep_id, trials.id from rows join trials on trials.id = trial_id',
)}
${onStatement(
  'events_added',
  'insert on events referencing new table as rows',
  'select distinct sweep_id, coalesce(trial_id, -1) from rows',
)}
${onStatement(
  'snapshots_added',
  'insert on snapshots referencing new table as rows',
  'select distinct sweep_id, -1 from rows',
)}
${onStatement(
  'snapshots_removed',
  'delete on snapshots referencing old table as rows',
  'select distinct sweep_id, -1 from rows',
)}
${onStatement(
  'listings_added',
  'insert on listings referencing new table as rows',
  'select distinct 0, -1 from rows',
)}

create function sweeps_changed() returns trigger language plpgsql set search_path from current
as $$
  begin
    if tg_op = 'DELETE' then
      delete from changes where sweep_id = old.id;
      perform note_change(old.id, 0);
    elsif tg_op = 'INSERT' or (new.state, new.spec, new.source, new.backend)
        is distinct from (old.state, old.spec, old.source, old.backend) then
      perform note_change(new.id, 0);
    elsif new.holder_token is distinct from old.holder_token then
      perform note_change(new.id, -1);
    end if;
    return null;
  end
$$;
create trigger sweeps_changed after insert or update or delete on sweeps
  for each row execute function sweeps_changed();
`,
  down: `
${['trials_added', 'trials_changed', 'tests_added', 'events_added', 'snapshots_added', 'snapshots_removed', 'listings_added', 'sweeps_changed'].map((name) => `drop function ${name} cascade;`).join('\n')}
drop function note_change;
drop table changes, writers;
`,
};

/** What one statement changed at once is noted at once. `changed`: sweep and trial of each. */
function onStatement(name: string, on: string, changed: string): string {
  return `
create function ${name}() returns trigger language plpgsql set search_path from current
as $$
  begin
    insert into changes
      select changed.sweep, changed.trial, pg_current_xact_id()
      from (${changed}) as changed (sweep, trial) order by 1, 2
      on conflict (sweep_id, trial_id) do update set xid = excluded.xid;
    return null;
  end
$$;
create trigger ${name} after ${on} for each statement execute function ${name}();
`;
}
