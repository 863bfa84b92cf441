import pg from 'pg';

/**
 * @typedef {{ n: number, at: string, kind: string, id: string, was: string | null, now: string, note: any }} Entry
 * @typedef {{ id: number, state: string }} SweepFact
 * @typedef {{ id: number, number: number, point: number, replicate: number, state: string,
 *   params: any, recipe: any, seen: any, epochs: number, checkpoint_epoch: number | null,
 *   checkpoint_digest: string | null }} TrialFact
 * @typedef {{ id: number, trial_id: number, state: string, cohort: string | null, error: any }} AttemptFact
 * @typedef {{ id: string, cohort: string, state: string, agent_id: string | null, claimed_at: number | null, ended_at: number | null, team: string }} LeaseFact
 * @typedef {{ trial_id: number, epoch: number, metrics: Record<string, number | null>, learning_rate: number, rights: string | null }} ReportFact
 * @typedef {Awaited<ReturnType<typeof readFacts>>} Facts
 */

/**
 * What a database says of one sweep and of the leases that trained it, as of one moment.
 *
 * @param {string} place
 * @param {number} sweepId
 */
export async function readFacts(place, sweepId) {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const client = new pg.Client({ connectionString: place, options: '-c search_path=thaw' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    /** @type {(text: string) => Promise<any[]>} */
    const all = async (text) => (await client.query(text, [sweepId])).rows;
    const sweep = (await all('select id, state, spec from sweeps where id = $1'))[0];
    // As text: jsonb would put keys in another order.
    const rows = await all(
      `select id, number, point, replicate, state, params, recipe, seen, epochs,
         checkpoint_epoch, checkpoint_digest
       from trials where sweep_id = $1 order by number`,
    );
    /** @type {TrialFact[]} */
    const trials = rows.map(({ params, recipe, seen, ...row }) => {
      return {
        ...row,
        params: JSON.parse(params),
        recipe: JSON.parse(recipe),
        seen: JSON.parse(seen),
      };
    });
    /** @type {AttemptFact[]} */
    const attempts = await all(
      `select a.id, a.trial_id, a.state, a.cohort, a.error::jsonb
       from attempts a join trials t on t.id = a.trial_id where t.sweep_id = $1 order by a.id`,
    );
    /** @type {ReportFact[]} */
    const reports = await all(
      `select r.trial_id, r.epoch, r.metrics::jsonb, r.learning_rate, encode(r.rights, 'hex') as rights
       from reports r join trials t on t.id = r.trial_id
       where t.sweep_id = $1 order by r.trial_id, r.epoch`,
    );
    /** @type {LeaseFact[]} */
    const leases = await all(
      `select id, team, cohort, state, agent_id, claimed_at, ended_at
       from leases where sweep_id = $1 order by created_at`,
    );
    /** @type {{ id: string, state: string }[]} */
    const jobs = await all(
      `select j.id::text, j.state::text from thaw_jobs.job j
       where j.id::text in (select id from leases where sweep_id = $1)`,
    );
    /** @type {{ id: string }[]} */
    const strays = (
      await client.query(
        `select id::text from thaw_jobs.job
         where name like 'cohorts-%' and id::text not in (select id from leases)`,
      )
    ).rows;
    /** @type {{ sha256: string, bytes: number }[]} */
    const snapshots = await all('select sha256, bytes from snapshots where sweep_id = $1');
    /** @type {{ digest: string, bytes: number }[]} */
    const artifacts = await all(
      `select digest, bytes from artifacts
       where team in (select team from submissions where sweep_id = $1)`,
    );
    /** @type {{ lease_id: string, seq: number }[]} */
    const messages = await all(
      `select lease_id, seq from messages
       where lease_id in (select id from leases where sweep_id = $1)`,
    );
    /** @type {Entry[]} */
    const log = (await client.query('select * from audit.log order by n')).rows;
    await client.query('commit');
    return {
      ...{ sweep: { ...sweep, spec: JSON.parse(sweep.spec) }, trials, attempts, reports, leases },
      ...{ jobs, strays, snapshots, artifacts, messages, log },
    };
  } finally {
    await client.end();
  }
}
