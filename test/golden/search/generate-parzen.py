"""Parzen estimators by Optuna, their pieces by SciPy: parzen.json.

Made with Python 3.11, optuna 5.0.0, scipy 1.17.1, numpy 2.4.6:  python generate-parzen.py > parzen.json

Optuna's prior is a normal over the range, ours the space's own distribution, so Optuna's densities are
told of the kernels at the observations alone, and an even one is added here.
"""
import json
import sys
import numpy as np
import optuna
import scipy
from optuna.distributions import CategoricalDistribution, FloatDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import _split_trials, default_gamma
from scipy.stats import norm, truncnorm

optuna.logging.set_verbosity(optuna.logging.ERROR)
rng = np.random.default_rng(17)

cdf = [{"x": x, "p": float(norm.cdf(x))} for x in [-38.0, -20, -9, -4, -1.5, -0.66, -0.1, 0, 0.3, 0.7, 2, 5.6, 6, 9]]

bandwidths = []
densities = []
for count in [1, 2, 3, 8, 40, 150]:
    space = {
        "x": FloatDistribution(0, 1),
        "c": CategoricalDistribution(["a", "b", "c"]),
    }
    observed = {
        "x": rng.random(count),
        "c": rng.integers(0, 3, count),
    }
    parameters = _ParzenEstimatorParameters(1.0, True, False, np.ones, True)
    estimator = _ParzenEstimator(observed, space, parameters)
    numbers, choices = estimator._mixture_distribution.distributions
    bandwidths.append({
        "centers": observed["x"].tolist(),
        "sigmas": numbers.sigma[:-1].tolist(),
    })
    places = {"x": rng.random(6), "c": rng.integers(0, 3, 6)}
    x = truncnorm.logpdf(
        places["x"][:, None],
        (0 - numbers.mu[:-1]) / numbers.sigma[:-1],
        (1 - numbers.mu[:-1]) / numbers.sigma[:-1],
        numbers.mu[:-1],
        numbers.sigma[:-1],
    )
    c = np.log(choices.weights[:-1].T[places["c"]])
    densities.append({
        "x": observed["x"].tolist(),
        "c": observed["c"].tolist(),
        "at": {"x": places["x"].tolist(), "c": places["c"].tolist()},
        "log": np.log((np.exp(x + c).sum(axis=1) + 1 / 3) / (count + 1)).tolist(),
    })

steps = []
for center, sigma in [(0.1, 0.3), (0.5, 0.05), (0.9, 1.0), (0.3, 0.01)]:
    edges = np.arange(6) / 5
    cut = truncnorm((0 - center) / sigma, (1 - center) / sigma, center, sigma)
    steps.append({"center": center, "sigma": sigma, "masses": np.diff(cut.cdf(edges)).tolist()})


def split(count):
    """Which trials Optuna takes for the best: finished, then stopped by steps reached and value."""
    study = optuna.create_study()
    trials = []
    for number in range(count):
        kind = rng.choice(["complete", "complete", "pruned", "running"])
        curve = np.round(rng.random(int(rng.integers(1, 5))), 2).tolist()
        state = {
            "complete": optuna.trial.TrialState.COMPLETE,
            "pruned": optuna.trial.TrialState.PRUNED,
            "running": optuna.trial.TrialState.RUNNING,
        }[kind]
        trial = optuna.trial.create_trial(
            state=state,
            value=min(curve) if kind == "complete" else None,
            intermediate_values=dict(enumerate(curve)),
        )
        trial.number = number
        trials.append((kind, curve, trial))
    all_trials = [trial for _, _, trial in trials]
    ended = sum(kind != "running" for kind, _, _ in trials)
    below, above = _split_trials(study, all_trials, default_gamma(ended))
    return {
        "trials": [{"kind": kind, "losses": curve} for kind, curve, _ in trials],
        "gamma": 0.1,
        "good": [trial.number for trial in below],
        "rest": [trial.number for trial in above],
    }


splits = [split(count) for count in [1, 5, 11, 30, 100, 300]]
meta = {"optuna": optuna.__version__, "scipy": scipy.__version__, "numpy": np.__version__}
json.dump(
    {
        "meta": meta,
        "cdf": cdf,
        "bandwidths": bandwidths,
        "densities": densities,
        "steps": steps,
        "splits": splits,
    },
    sys.stdout,
)
