/**
 * What trials were made of. Trials of one sweep seldom differ in it, so it is a row of its own; a
 * listing of images is kept once, whatever sweeps trained on them. Of trials from before, their
 * sweep's class names are all that is known.
 */
export const fingerprints = `
create table listings (
  digest text primary key,
  -- JSON, deflated.
  body   blob not null
) strict, without rowid;

create table fingerprints (
  id          integer primary key,
  class_names text not null,
  -- Digest of a listing; null: made by a program that did not keep it.
  data        text,
  weights     text
) strict;

alter table trials add column fingerprint_id integer references fingerprints (id);
create index trials_by_fingerprint on trials (fingerprint_id);
-- Which accepted change of data or weights it comes after; 0: none. Only these are ranked.
alter table trials add column change integer not null default 0;
-- SHA-256 of its checkpoint and of its whole network; null: none, or of a program before.
alter table trials add column checkpoint_digest text;
alter table trials add column network_digest text;

insert into fingerprints (class_names)
select distinct class_names from sweeps where class_names is not null;
update trials set fingerprint_id =
  (select fingerprints.id from fingerprints join sweeps using (class_names)
   where sweeps.id = trials.sweep_id)
where exists (select 1 from attempts where trial_id = trials.id);

alter table sweeps drop column class_names;
`;
