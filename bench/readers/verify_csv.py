"""Reads `thaw export --to csv` with pandas. Its argument is that of
`truth.given`."""

import sys

import pandas
from truth import METRICS, check, given

folder, truth, _ = given()
trials = pandas.read_csv(f"{folder}/trials.csv")
reports = pandas.read_csv(f"{folder}/reports.csv")
check("trials", list(trials.trial), [trial.id for trial in truth.trials])
check("reports", len(reports), sum(len(trial.reports) for trial in truth.trials))
for trial, (_, row) in zip(truth.trials, trials.iterrows()):
    check("state", row["state"], trial.state)
    check("number", row["number"], trial.number + 1)
    value = float("nan") if trial.value is None else trial.value
    check(f"value of {trial.id}", row["value"], value, within=0)
    for name, value in trial.params.items():
        if isinstance(value, (int, float)):
            check(name, float(row[f"param.{name}"]), value, within=0)
own = iter(reports.to_dict("records"))
for trial in truth.trials:
    for report in trial.reports:
        row = next(own)
        check("trial", row["trial"], trial.id)
        for name in ["epoch", "learning_rate", "seconds", *METRICS]:
            check(f"{name} of {trial.id}", row[name], report[name], within=0)
print(f"pandas {pandas.__version__}: {len(trials)} trials, {len(reports)} reports")
