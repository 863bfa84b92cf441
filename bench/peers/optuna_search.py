"""Lets Optuna search: reads a job a line, then the losses of the points it proposes.

Each line in: {"space", "sampler", "seed", "trials", "together"}. For each run of `together` trials a
line out, {"points", "milliseconds"}, and a line in, the list of their losses.
"""

import json
import sys
import time

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
SAMPLERS = {
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
    "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "tpe, grouped": lambda seed: optuna.samplers.TPESampler(seed=seed, group=True),
    "cmaes": lambda seed: optuna.samplers.CmaEsSampler(seed=seed),
    "qmc": lambda seed: optuna.samplers.QMCSampler(seed=seed),
    "gp": lambda seed: optuna.samplers.GPSampler(seed=seed),
}


def suggest(trial, name, distribution):
    """A value of one parameter; choices by their place, as they may be objects."""
    kind = distribution["kind"]
    if kind == "categorical":
        values = distribution["values"]
        return values[trial.suggest_categorical(name, list(range(len(values))))]
    low, high = distribution["low"], distribution["high"]
    if kind == "int_uniform":
        return trial.suggest_int(name, low, high)
    return trial.suggest_float(name, low, high, log=distribution["scale"] == "log")


def point(trial, space):
    params = {}
    for name, distribution in space.items():
        when = distribution.get("when", {})
        if all(params.get(parent) in values for parent, values in when.items()):
            params[name] = suggest(trial, name, distribution)
    return params


def search(job):
    study = optuna.create_study(sampler=SAMPLERS[job["sampler"]](job["seed"]))
    left = job["trials"]
    while left > 0:
        start = time.perf_counter()
        trials = [study.ask() for _ in range(min(job["together"], left))]
        points = [point(trial, job["space"]) for trial in trials]
        milliseconds = 1000 * (time.perf_counter() - start)
        print(json.dumps({"points": points, "milliseconds": milliseconds}), flush=True)
        losses = json.loads(sys.stdin.readline())
        for trial, loss in zip(trials, losses):
            study.tell(trial, loss)
        left -= len(trials)


print(json.dumps({"version": optuna.__version__}), flush=True)
for line in sys.stdin:
    search(json.loads(line))
