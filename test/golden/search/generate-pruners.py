"""Decisions of Optuna's pruners on recorded curves, and of ASHA as its paper writes it.

    python generate-pruners.py RECORDED.sqlite > pruners.json

RECORDED.sqlite: a database of Thaw's with one sweep of 320 trials of 6 epochs on CIFAR-10 (augmentation x
unfrozen_layers x scheduler x learning_rate). Made with Python 3.11, Optuna 5.0.0, SciPy 1.17.1, NumPy 2.
Steps count from 1: an epoch's number is how many have passed.
"""

import json
import random
import sqlite3
import sys
import warnings

import numpy as np
import optuna
import scipy
from optuna.pruners import HyperbandPruner, MedianPruner, PatientPruner, PercentilePruner
from optuna.pruners import SuccessiveHalvingPruner, ThresholdPruner, WilcoxonPruner
from optuna.trial import TrialState

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)

METRICS = {"val_accuracy": "maximize", "val_loss": "minimize"}
EPOCHS = 6


def recorded(path):
    """Curves by metric, in an order that says nothing of what was trained."""
    db = sqlite3.connect(path)
    rows = db.execute("select trial_id, metrics from reports order by trial_id, epoch").fetchall()
    numbers = sorted({trial for trial, _ in rows})
    random.Random(0).shuffle(numbers)
    curves = {}
    for metric in METRICS:
        by_trial = {}
        for trial, metrics in rows:
            value = json.loads(metrics)[metric]
            by_trial.setdefault(trial, []).append(value and float(f"{value:.6g}"))
        curves[metric] = [by_trial[number] for number in numbers][:200]
    return curves


def value_of(value):
    return float("nan") if value is None else value


def one_after_another(metric, curves, pruner, name="pruners"):
    """Epoch at which each trial is pruned, in turn; None: it came to its end."""
    study = optuna.create_study(study_name=name, direction=METRICS[metric], pruner=pruner)
    ends, brackets = [], []
    for curve in curves:
        trial = study.ask()
        end = None
        for epoch, value in enumerate(curve, 1):
            trial.report(value_of(value), epoch)
            if epoch < EPOCHS and trial.should_prune():
                end = epoch
                break
        if isinstance(pruner, HyperbandPruner):
            frozen = study.get_trials(deepcopy=False)[-1]
            brackets.append(pruner._get_bracket_id(study, frozen))
        if end is None:
            study.tell(trial, value_of(curve[-1]))
        else:
            study.tell(trial, state=TrialState.PRUNED)
        ends.append(end)
    return {"ends": ends, "brackets": brackets} if brackets else {"ends": ends}


def beside(metric, finished, probes, pruner):
    """What is said of each probe after each epoch, beside trials that all came to their end."""
    study = optuna.create_study(direction=METRICS[metric], pruner=pruner)
    for curve in finished:
        trial = study.ask()
        for epoch, value in enumerate(curve, 1):
            trial.report(value_of(value), epoch)
        study.tell(trial, value_of(curve[-1]))
    said = []
    for curve in probes:
        trial = study.ask()
        prunes = []
        for epoch, value in enumerate(curve, 1):
            trial.report(value_of(value), epoch)
            prunes.append(bool(trial.should_prune()))
        said.append("".join("x" if prune else "." for prune in prunes))
        study.tell(trial, state=TrialState.FAIL)
    return said


def algorithm_2(curves, r, eta, configurations):
    """ASHA as the paper writes it, for one worker: (trial, rung) of each job, and where rungs end.

    Li et al., MLSys 2020, algorithm 2, s = 0; the last job of a trial trains it to the end.
    """
    resources = []
    while r * eta ** len(resources) < EPOCHS:
        resources.append(r * eta ** len(resources))
    rungs = [{} for _ in resources]
    promoted = [set() for _ in resources]
    jobs, drawn = [], 0
    while True:
        job = None
        for k in range(len(resources) - 1, -1, -1):
            ranked = sorted(rungs[k], key=lambda trial: rungs[k][trial])
            candidates = ranked[: int(len(rungs[k]) // eta)]
            promotable = [trial for trial in candidates if trial not in promoted[k]]
            if promotable:
                job = (promotable[0], k + 1)
                promoted[k].add(promotable[0])
                break
        if job is None:
            if drawn == configurations:
                return jobs
            job = (drawn, 0)
            drawn += 1
        trial, k = job
        if k < len(resources):
            rungs[k][trial] = curves[trial][resources[k] - 1]
        jobs.append([trial, k])


def distinct(curves):
    """Of trials that trained as one, the first: no two have a value in common."""
    kept, seen = [], [set() for _ in range(EPOCHS)]
    for place, curve in enumerate(curves):
        if None in curve or any(value in at for value, at in zip(curve, seen)):
            continue
        kept.append(place)
        for value, at in zip(curve, seen):
            at.add(value)
    return kept


def repeats(seed, points, runs):
    """Made-up losses of points over runs, most of which share what makes a run hard."""
    draw = np.random.default_rng(seed)
    hard = draw.normal(0, 0.05, runs)
    return [
        [float(f"{mean + hard[run] + draw.normal(0, 0.03):.6g}") for run in range(runs)]
        for mean in draw.uniform(0.3, 0.5, points)
    ]


def over_repeats(values, p_threshold, n_startup_steps):
    """The first point ends; of each other what is said after each of its runs."""
    pruner = WilcoxonPruner(p_threshold=p_threshold, n_startup_steps=n_startup_steps)
    said = []
    for others in values[1:]:
        study = optuna.create_study(direction="minimize", pruner=pruner)
        best = study.ask()
        for run, value in enumerate(values[0]):
            best.report(value, run)
        study.tell(best, sum(values[0]) / len(values[0]))
        trial = study.ask()
        prunes = []
        for run, value in enumerate(others):
            trial.report(value, run)
            prunes.append(bool(trial.should_prune()))
        said.append("".join("x" if prune else "." for prune in prunes))
    return said


curves = recorded(sys.argv[1])
golden = {
    "versions": {"optuna": optuna.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
    "curves": curves,
    "halving": [],
    "hyperband": [],
    "percentile": [],
    "patience": [],
    "threshold": [],
}
for metric in METRICS:
    for min_resource, eta in [(1, 2), (1, 3), (2, 2), (1, 4)]:
        pruner = SuccessiveHalvingPruner(min_resource=min_resource, reduction_factor=eta)
        told = one_after_another(metric, curves[metric], pruner)
        golden["halving"].append({"metric": metric, "min_iter": min_resource, "eta": eta, **told})
    pruner = HyperbandPruner(min_resource=1, max_resource=EPOCHS, reduction_factor=2)
    golden["hyperband"].append(
        {"metric": metric, "eta": 2, **one_after_another(metric, curves[metric], pruner)}
    )
    finished, probes = curves[metric][:60], curves[metric][60:]
    for percentile, startup, warmup, interval in [
        (50.0, 5, 1, 1),
        (25.0, 5, 2, 1),
        (75.0, 1, 1, 2),
        (10.0, 60, 2, 3),
        (33.3, 61, 1, 1),
    ]:
        options = dict(n_startup_trials=startup, n_warmup_steps=warmup, interval_steps=interval)
        pruner = MedianPruner(**options) if percentile == 50 else PercentilePruner(percentile, **options)
        golden["percentile"].append(
            {
                "metric": metric,
                "percentile": percentile,
                "min_trials": startup,
                "min_iter": warmup,
                "interval": interval,
                "said": beside(metric, finished, probes, pruner),
            }
        )
    for patience in [0, 1, 2]:
        said = beside(metric, [], curves[metric], PatientPruner(None, patience=patience))
        golden["patience"].append({"metric": metric, "patience": patience, "said": said})
    for lower, upper, warmup, interval in [(0.3, 0.5, 1, 1), (None, 2.0, 2, 2), (0.45, None, 3, 1)]:
        options = dict(n_warmup_steps=warmup, interval_steps=interval)
        said = beside(
            metric, [], curves[metric], ThresholdPruner(lower=lower, upper=upper, **options)
        )
        golden["threshold"].append(
            {
                **{"metric": metric, "lower": lower, "upper": upper},
                **{"min_iter": warmup, "interval": interval, "said": said},
            }
        )

losses = curves["val_loss"]
kept = distinct(losses)
golden["algorithm2"] = [
    {
        "min_iter": r,
        "eta": eta,
        "trials": kept,
        "jobs": algorithm_2([losses[place] for place in kept], r, eta, len(kept)),
    }
    for r, eta in [(1, 2), (1, 3), (2, 2), (1, 4)]
]
values = repeats(0, 12, 10)
golden["wilcoxon"] = [
    {"p_threshold": p, "min_runs": n, "said": over_repeats(values, p, n)}
    for p, n in [(0.1, 2), (0.05, 6), (0.3, 2)]
]
golden["repeats"] = values
golden["signedRank"] = []
draw = np.random.default_rng(1)
for n in [1, 2, 3, 5, 8, 20, 50]:
    differences = [float(f"{value:.6g}") for value in draw.normal(0.3, 1, n)]
    p = float(scipy.stats.wilcoxon(differences, alternative="greater", zero_method="zsplit").pvalue)
    golden["signedRank"].append({"differences": differences, "p": p})
print(json.dumps(golden))
