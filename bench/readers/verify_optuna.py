"""Loads `thaw export --to optuna` with Optuna, goes on with it, and serves it with optuna-dashboard.
Its argument is that of `truth.given`."""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import optuna
from optuna.distributions import json_to_distribution
from optuna.trial import TrialState
from truth import check, given

file, truth, server = given()
optuna.logging.set_verbosity(optuna.logging.ERROR)
copy = f"{tempfile.mkdtemp()}/study.log"
shutil.copy(file, copy)


def storage():
    return optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(copy))


study = optuna.load_study(study_name=truth.name, storage=storage())
check("metrics", study.metric_names, [each["name"] for each in truth.objectives])
check("trials", len(study.trials), len(truth.trials))
counted = {
    TrialState.COMPLETE: truth.count("finished"),
    TrialState.PRUNED: truth.count("stopped"),
    TrialState.FAIL: truth.count("failed", "diverged"),
}
for state, expected in counted.items():
    check(str(state), len(study.get_trials(states=[state])), expected)
single = len(truth.objectives) == 1
for found, trial in zip(study.trials, truth.trials):
    found._validate()
    check("id", found.user_attrs["thaw_trial"], trial.id)
    if trial.state == "finished":
        expected = [trial.standing[each["name"]] for each in truth.objectives]
        check(f"values of {trial.id}", list(found.values), expected)
    if single:
        check("epochs", len(found.intermediate_values), len(trial.reports))
        for report in trial.reports:
            value = found.intermediate_values[report["epoch"]]
            check("curve", value, report[truth.metric], within=0)
    for name, value in found.params.items():
        if name in trial.params and isinstance(trial.params[name], (bool, int, float)):
            check(name, value, trial.params[name])
said = [f"{len(study.trials)} trials"]
if single and truth.best() is not None:
    check("best", study.best_value, truth.best())
    said.append(f"best {study.best_value}")
if not single:
    said.append(f"{len(study.best_trials)} on the front")
if truth.count("finished") > 1 and single:
    importances = optuna.importance.get_param_importances(study)
    said.append("importances " + ", ".join(f"{k} {v:.2f}" for k, v in importances.items()))

space = {k: json_to_distribution(v) for k, v in study.user_attrs["thaw_space"].items()}
study.sampler = optuna.samplers.TPESampler(seed=1)
for _ in range(3):
    trial = study.ask(space)
    check("asked", set(trial.params), set(space))
    study.tell(trial, 0.5 if single else [0.5] * len(truth.objectives))
again = optuna.load_study(study_name=truth.name, storage=storage())
check("after asking", len(again.trials) >= len(truth.trials), True)
said.append(f"asked {trial.params}")

if server:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    dashboard = subprocess.Popen(
        ["optuna-dashboard", copy, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        executable=sys.executable.replace("python", "optuna-dashboard"),
    )
    try:
        for _ in range(120):
            try:
                url = f"http://127.0.0.1:{port}/api/studies"
                with urllib.request.urlopen(url, timeout=5) as answer:
                    studies = json.load(answer)["study_summaries"]
                with urllib.request.urlopen(f"{url}/0?after=0", timeout=20) as answer:
                    shown = json.load(answer)["trials"]
                break
            except OSError:
                time.sleep(0.25)
        else:
            sys.exit("optuna-dashboard never answered")
    finally:
        dashboard.terminate()
        dashboard.wait()
    check("study", [each["study_name"] for each in studies], [truth.name])
    check("shown", len(shown), len(again.trials))
    said.append("optuna-dashboard lists it")
print(f"optuna {optuna.__version__}:", "; ".join(said))
