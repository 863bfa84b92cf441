"""Reads `thaw export --to parquet` with pyarrow and pandas. Its argument is that of
`truth.given`."""

import sys

import pandas
import pyarrow.parquet
from truth import METRICS, check, given

folder, truth, _ = given()
trials = pyarrow.parquet.read_table(f"{folder}/trials.parquet")
reports = pyarrow.parquet.read_table(f"{folder}/reports.parquet")
metadata = trials.schema.metadata
check("name", metadata[b"thaw.name"].decode(), truth.name)
check("rows", trials.num_rows, len(truth.trials))
check("rows", reports.num_rows, sum(len(trial.reports) for trial in truth.trials))
types = {field.name: str(field.type) for field in trials.schema}
check("type of trial", types["trial"], "int64")
check("type of value", types["value"], "double")
check("type of feasible", types["feasible"], "bool")
check("type of state", types["state"], "string")
for trial, row in zip(truth.trials, trials.to_pylist()):
    check("trial", row["trial"], trial.id)
    check("state", row["state"], trial.state)
    check("value", row["value"], trial.value, within=0)
    started = row["started_at"] and row["started_at"].isoformat(timespec="milliseconds")
    check("start", started, trial.started and trial.started.replace("Z", "+00:00"))
    for name in [key.removeprefix("param.") for key in row if key.startswith("param.")]:
        value, found = trial.params.get(name), row[f"param.{name}"]
        if value is None:
            check(name, found, None)
        elif types[f"param.{name}"] in ("int64", "double", "bool"):
            check(name, found, value)
rows = iter(reports.to_pylist())
for trial in truth.trials:
    for report in trial.reports:
        row = next(rows)
        check("trial", row["trial"], trial.id)
        for name in ["epoch", "learning_rate", "seconds", *METRICS]:
            check(f"{name} of {trial.id}", row[name], report[name], within=0)
frame = pandas.read_parquet(f"{folder}/trials.parquet")
check("rows in pandas", len(frame), len(truth.trials))
print(
    f"pyarrow {pyarrow.__version__}, pandas {pandas.__version__}: "
    f"{trials.num_rows} trials, {reports.num_rows} reports; {types}"
)
