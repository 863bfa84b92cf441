import Sqlite from 'better-sqlite3';

/**
 * Adds ended trials to a store whose one sweep has one, until there are so many, with reports of so
 * many epochs, and leaves room for one more.
 *
 * @param {string} path
 * @param {number} trials
 * @param {number} epochs
 */
export function fillStore(path, trials, epochs) {
  const db = new Sqlite(path);
  db.pragma('synchronous = off');
  const random = randoms();
  const first = db.prepare('select params, recipe from trials').get();
  const { recipe: text, params: own } = /** @type {Record<string, string>} */ (first);
  const recipe = JSON.parse(text);
  const insert = db.prepare(`
    insert into trials (sweep_id, number, point, params, recipe, state, epochs, seconds)
    values (1, @number, @number, @params, @recipe, 'finished', @epochs, @epochs)
  `);
  const report = db.prepare(`
    insert into reports (trial_id, epoch, metrics, learning_rate, seconds, images_per_second,
                         peak_memory_bytes, solo_seconds)
    values (?, ?, ?, 0.01, 1, 100, 1e9, 2)
  `);
  const stand = db.prepare(`insert into standings values (?, ?, ?, ?, ?, ?, ?, ?)`);
  const attempt = db.prepare(`
    insert into attempts (trial_id, state, started_at, ended_at)
    values (?, 'finished', '2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z')
  `);
  const fill = db.transaction(() => {
    for (let number = 1; number < trials; number += 1) {
      const learningRate = 0.001 + 0.099 * random();
      const params = JSON.stringify({ ...JSON.parse(own), learning_rate: learningRate });
      const pace = { ...recipe.pace, learningRate };
      const row = { number, params, recipe: JSON.stringify({ ...recipe, pace }), epochs };
      const trial = insert.run(row).lastInsertRowid;
      for (let epoch = 0; epoch < epochs; epoch += 1) {
        report.run(trial, epoch, JSON.stringify(metrics(random)));
      }
      for (const [metric, value] of Object.entries(metrics(random))) {
        stand.run(trial, metric, value, 1, value / 2, 0, value, epochs - 1);
      }
      attempt.run(trial);
    }
  });
  fill();
  db.close();
  leaveOne(path);
}

/**
 * As if one trial of its sweep had not run yet.
 *
 * @param {string} path
 */
export function leaveOne(path) {
  const db = new Sqlite(path);
  db.exec(`
    update sweeps set state = 'interrupted',
      spec = json_set(spec, '$.runCap', (select count(*) + 1 from trials where sweep_id = sweeps.id))
    where id = 1
  `);
  db.close();
}

/** @param {() => number} random */
function metrics(random) {
  return {
    val_accuracy: random(),
    val_loss: random(),
    train_accuracy: random(),
    train_loss: random(),
  };
}

/** Numbers in [0, 1), the same each time. */
function randoms() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
