/**
 * What changed, for those who watch: a row for each sweep (`trial_id` 0) and each trial that changed
 * since, moved to the end whenever it changes again. A sweep that has a row here and none in `sweeps`
 * is gone. What comes of a trial is in reach of a watcher by `id` alone, whatever the sweep's size.
 *
 * Kept by triggers, so that no statement can forget it. Signs of life change nothing to be seen.
 * Deleted and inserted, since inside a trigger `or replace` would be the outer statement's to say.
 */
export const changes = `
create table changes (
  -- Rises with every change, and is never used twice.
  id       integer primary key autoincrement,
  sweep_id integer not null,
  trial_id integer not null,
  unique (sweep_id, trial_id)
) strict;

${trigger('trials_added', 'insert on trials', 'new.sweep_id', 'new.id')}
${trigger(
  'trials_changed',
  `update of state, epochs, seconds, checkpoint_epoch, network_digest, fingerprint_id, change
   on trials`,
  'new.sweep_id',
  'new.id',
)}
${trigger('sweeps_added', 'insert on sweeps', 'new.id', '0')}
${trigger('sweeps_changed', 'update of state, spec, source, backend on sweeps', 'new.id', '0')}
${trigger('tests_added', 'insert on tests', '(select sweep_id from trials where id = new.trial_id)', 'new.trial_id')}
${trigger('events_added', 'insert on events when new.trial_id is not null', 'new.sweep_id', 'new.trial_id')}

create trigger sweeps_removed after delete on sweeps begin
  delete from changes where sweep_id = old.id;
  insert into changes (sweep_id, trial_id) values (old.id, 0);
end;
`;

function trigger(name: string, on: string, sweep: string, trial: string): string {
  return `
    create trigger ${name} after ${on} begin
      delete from changes where sweep_id = ${sweep} and trial_id = ${trial};
      insert into changes (sweep_id, trial_id) values (${sweep}, ${trial});
    end;
  `;
}
