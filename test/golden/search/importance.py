"""Optuna's importances of parameters, to compare ours with.

    python importance.py RECORDED.sqlite > importance.json

RECORDED.sqlite holds the sweep `recorded` (bench/search): a grid of real trials. Written with
optuna 5.0.0, scikit-learn and numpy as `versions` says.
"""

import json
import math
import random
import sqlite3
import sys

import numpy
import optuna
import sklearn
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.importance import FanovaImportanceEvaluator

optuna.logging.set_verbosity(optuna.logging.WARNING)


def evaluated(space, points, values):
    study = optuna.create_study(direction="maximize")
    for point, value in zip(points, values):
        params = dict(zip(space, point))
        study.add_trial(
            optuna.trial.create_trial(params=params, distributions=space, value=value)
        )
    importance = optuna.importance.get_param_importances
    return {"fanova": importance(study, evaluator=FanovaImportanceEvaluator(seed=0))}


def mixed():
    """A log rate, a choice and a count that matter unlike much, two that do not, and noise."""
    draw = random.Random(7)
    space = {
        "rate": FloatDistribution(1e-4, 1.0, log=True),
        "choice": CategoricalDistribution(["a", "b", "c"]),
        "count": IntDistribution(0, 4),
        "idle": FloatDistribution(0.0, 1.0),
        "also_idle": CategoricalDistribution(["x", "y"]),
    }
    points, values = [], []
    for _ in range(200):
        point = [
            10 ** draw.uniform(-4, 0),
            draw.choice(["a", "b", "c"]),
            draw.randrange(5),
            draw.random(),
            draw.choice(["x", "y"]),
        ]
        value = 0.8 - 0.05 * (math.log10(point[0]) + 2) ** 2 + 0.02 * point[2]
        value += {"a": 0.0, "b": 0.1, "c": 0.05}[point[1]] + draw.gauss(0, 0.02)
        points.append(point)
        values.append(round(value, 6))
    kinds = {
        "rate": {"kind": "uniform", "low": 1e-4, "high": 1.0, "scale": "log"},
        "choice": {"kind": "categorical", "values": ["a", "b", "c"]},
        "count": {"kind": "int_uniform", "low": 0, "high": 4},
        "idle": {"kind": "uniform", "low": 0, "high": 1, "scale": "linear"},
        "also_idle": {"kind": "categorical", "values": ["x", "y"]},
    }
    return "mixed", kinds, space, points, values


def recorded(path):
    rows = sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute(
        """select t.params, s.highest from trials t join standings s
           on s.trial_id = t.id and s.metric = 'val_accuracy'
           where t.state = 'finished' order by t.number"""
    )
    tried = [(json.loads(params), value) for params, value in rows]
    names = list(tried[0][0])
    listed = {name: [] for name in names}
    for params, _ in tried:
        for name in names:
            if params[name] not in listed[name]:
                listed[name].append(params[name])
    kinds = {name: {"kind": "categorical", "values": listed[name]} for name in names}
    # As places in their lists, which Optuna integrates over evenly; its one-hot columns of a choice
    # it integrates over as if each were 0 or 1 by itself, half of the time.
    space = {name: IntDistribution(0, len(listed[name]) - 1) for name in names}
    points = [[params[name] for name in names] for params, _ in tried]
    places = [[listed[name].index(value) for name, value in zip(names, point)] for point in points]
    return "recorded", kinds, space, points, [value for _, value in tried], places


def main():
    cases = []
    for name, kinds, space, points, values, *spelled in [mixed(), recorded(sys.argv[1])]:
        found = evaluated(space, spelled[0] if spelled else points, values)
        cases.append({"name": name, "space": kinds, "points": points, "values": values, **found})
    versions = {
        "optuna": optuna.__version__,
        "sklearn": sklearn.__version__,
        "numpy": numpy.__version__,
    }
    print(json.dumps({"versions": versions, "cases": cases}))


main()
