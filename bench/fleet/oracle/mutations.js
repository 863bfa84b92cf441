/**
 * Ways in which a fleet could go wrong, as changes to the database of a sweep that went well, and what
 * the oracle has to say of each: it must be able to fail.
 *
 * @type {readonly { name: string, sql: string, found: RegExp }[]}
 */
export const MUTATIONS = [
  {
    name: 'a sweep that is not over',
    sql: `update sweeps set state = 'running'`,
    found: /the sweep is running/,
  },
  {
    name: 'a trial that was lost',
    sql: `delete from trials where number = (select max(number) from trials)`,
    found: /it has \d+ trials, not \d+/,
  },
  {
    name: 'a trial that never ended',
    sql: `update trials set state = 'queued' where number = 0`,
    found: /trial 0 is queued/,
  },
  {
    name: 'a trial that ended otherwise',
    sql: `update trials set state = 'stopped' where number = 0`,
    found: /trial 0 is stopped, its attempt finished/,
  },
  {
    name: 'an outcome that was counted twice',
    sql: `insert into attempts (trial_id, state, started_at, ended_at, cohort)
          select trial_id, state, started_at, ended_at, cohort from attempts
          where state = 'finished' limit 1`,
    found: /has 2 attempts with an outcome/,
  },
  {
    name: 'an outcome of nobody',
    sql: `update attempts set cohort = 'no-such-cohort' where id = (select min(id) from attempts)`,
    found: /is finished, and no lease had it/,
  },
  {
    name: 'an outcome that its lease never told',
    sql: `delete from audit.log where n =
            (select min(n) from audit.log where kind = 'message' and note->>'body' like '%"how"%')`,
    found: /its lease never told that/,
  },
  {
    name: 'two attempts at once',
    sql: `insert into audit.log (kind, id, was, now, note)
          select 'attempt', 'x' || g, null, 'running', '{"trial": 1}' from generate_series(1, 2) g`,
    found: /two attempts at trial id 1 ran at once/,
  },
  {
    name: 'a trial in two leases at once',
    sql: `insert into audit.log (kind, id, was, now, note)
          select 'lease', id || g, null, 'queued', note
          from (select id, note from audit.log
                where kind = 'lease' and was is null and note->>'order' <> '' limit 1) as one,
               generate_series(1, 2) g`,
    found: /was in leases .* and .* at once/,
  },
  {
    name: 'a lease that is open',
    sql: `update leases set state = 'running' where id = (select min(id) from leases)`,
    found: /is running, its job completed/,
  },
  {
    name: 'a job that came to something else',
    sql: `update thaw_jobs.job set state = 'failed'
          where id::text = (select min(id) from leases where state = 'finished')`,
    found: /is finished, its job failed/,
  },
  {
    name: 'a job that is gone',
    sql: `delete from thaw_jobs.job where id::text = (select min(id) from leases)`,
    found: /its job not there/,
  },
  {
    name: 'a message of a lease that was over',
    sql: `update audit.log set now = 'lost'
          where n = (select max(n) from audit.log where kind = 'message')`,
    found: /which is lost, was kept/,
  },
  {
    name: 'a message that was lost',
    sql: `delete from audit.log where n = (select min(n) from audit.log where kind = 'message')`,
    found: /has message 2 after 0/,
  },
  {
    name: 'a message that nobody took in',
    sql: `insert into messages (lease_id, seq, body) select id, 99, '[{"type":1,"why":2},"not-compiled","why"]' from leases limit 1`,
    found: /1 messages were never taken in/,
  },
  {
    name: 'a lease that came back',
    sql: `insert into audit.log (kind, id, was, now, note)
          values ('lease', 'x', 'lost', 'finished', '{}')`,
    found: /lease x was lost, and then finished/,
  },
  {
    name: 'an epoch that was lost',
    sql: `delete from reports where trial_id = (select min(id) from trials) and epoch = 1`,
    found: /trial 0 counts \d epochs and has \d/,
  },
  {
    name: 'a number that is off by its last bit',
    sql: `update reports set metrics =
            regexp_replace(metrics, '"val_loss":([0-9.]+)[0-9]([,}])', '"val_loss":\\1\\2')
          where trial_id = (select min(id) from trials) and epoch = 0`,
    found: /trial 0, epoch 0: val_loss/,
  },
  {
    name: 'values of another trial',
    sql: `update reports r set metrics = o.metrics from reports o
          where r.trial_id = (select min(id) from trials)
            and o.trial_id = (select max(id) from trials) and o.epoch = r.epoch`,
    found: /trial 0, epoch 0: /,
  },
  {
    name: 'another learning rate',
    sql: `update reports set learning_rate = learning_rate * 2
          where trial_id = (select max(id) from trials)`,
    found: /another learning rate/,
  },
  {
    name: 'params that no sampler proposed',
    sql: `update trials set params = replace(params, '"cutout"', '"mixup"'),
            recipe = replace(recipe, '"cutout"', '"mixup"')`,
    found: /params that its sampler did not propose|recipe of trial \d+ is not that of its params/,
  },
  {
    name: 'weights that are gone',
    sql: `delete from artifacts where digest in (select checkpoint_digest from trials)`,
    found: /the checkpoint of trial \d+ .* is not among the artifacts/,
  },
  {
    name: 'a snapshot that was promised too early',
    sql: `update audit.log set note = '{"there": false}'
          where n = (select min(n) from audit.log where kind = 'snapshot')`,
    found: /was kept before it was among the artifacts/,
  },
];
