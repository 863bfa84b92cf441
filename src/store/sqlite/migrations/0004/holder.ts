/**
 * A sweep's lock is known by a token, drawn anew each time it is taken, and by signs of life. Who held
 * one until now is dead: a living older program would have kept the database from being changed.
 */
export const holder = `
alter table sweeps add column holder_token text;
-- Where the holder's process id means anything: a start of a system, and a namespace there.
alter table sweeps add column holder_place text;
-- Counts renewals. Whether it changes tells more than a time, as clocks differ and are set.
alter table sweeps add column holder_beat integer;
update sweeps
set holder_host = null, holder_pid = null, holder_start = null, holder_seen = null;
`;
