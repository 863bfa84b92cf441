import Database from 'better-sqlite3';

/** Writes trials of a finished sweep as a table: node export-table.js thaw.sqlite > table.json */
const db = new Database(process.argv[2], { readonly: true, fileMustExist: true });
const trials = db.prepare('select id, params from trials order by number').all();
const reports = db.prepare('select * from reports where trial_id = ? order by epoch');
/** @type {any} */
const sweep = db.prepare('select backend from sweeps').get();

/** @type {(values: readonly number[], digits: number) => number[]} */
const rounded = (values, digits) => values.map((value) => Number(value.toFixed(digits)));
const rows = trials.map((/** @type {any} */ { id, params }) => {
  /** @type {any[]} */
  const epochs = reports.all(id).map((/** @type {any} */ report) => ({
    ...report,
    metrics: JSON.parse(report.metrics),
  }));
  return JSON.stringify({
    params: JSON.parse(params),
    val_accuracy: rounded(
      epochs.map(({ metrics }) => metrics.val_accuracy),
      4,
    ),
    val_loss: rounded(
      epochs.map(({ metrics }) => metrics.val_loss),
      4,
    ),
    seconds: rounded(
      epochs.map(({ seconds }) => seconds),
      4,
    ),
    soloSeconds: rounded(
      epochs.map(({ solo_seconds }) => solo_seconds),
      4,
    ),
    trainedAs: epochs.map(({ shared_with }) => (shared_with ?? id) - 1),
  });
});
console.log(
  `{\n"backend": ${JSON.stringify(sweep.backend)},\n"trials": [\n${rows.join(',\n')}\n]\n}`,
);
