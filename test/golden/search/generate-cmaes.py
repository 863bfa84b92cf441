"""Updates of CMA-ES, with margin too, and warm starts by the Python package cmaes: cmaes.json.

Made with Python 3.11, cmaes 0.13.1, scipy 1.17.1, numpy 2.4.6:
  python generate-cmaes.py > cmaes.json
"""
import json
import sys
from importlib.metadata import version
import numpy as np
from cmaes import CMA, CMAwM, get_warm_start_mgd

runs = []
for dimensions, population, seed in [(2, 6, 1), (3, 7, 2), (5, 8, 3)]:
    optimizer = CMA(mean=np.full(dimensions, 0.5), sigma=0.3, seed=seed, population_size=population)
    generations = []
    for _ in range(6):
        points = [optimizer.ask() for _ in range(population)]
        told = [(x, float(np.sum(np.arange(1, dimensions + 1) * (x - 0.2) ** 2) + 3 * x[0] * x[-1])) for x in points]
        optimizer.tell(list(told))
        optimizer._eigen_decomposition()
        generations.append({
            "points": [x.tolist() for x in points],
            "losses": [value for _, value in told],
            "mean": optimizer._mean.tolist(),
            "sigma": float(optimizer._sigma),
            "covariance": optimizer._C.tolist(),
        })
    runs.append({"dimensions": dimensions, "population": population, "generations": generations})

margins = []
for sizes, population, sigma, seed in [([0, 2], 6, 0.2, 1), ([5, 0], 6, 0.05, 2), ([3, 10, 0, 2], 8, 0.1, 3)]:
    # Steps between 0 and 1 as we have them: the middle of cell i of n is (i + 1/2) / n.
    bounds = np.array([[0.0, 1.0] if n == 0 else [0.5 / n, 1 - 0.5 / n] for n in sizes])
    steps = np.array([0.0 if n == 0 else 1 / n for n in sizes])
    optimizer = CMAwM(mean=np.full(len(sizes), 0.45), sigma=sigma, bounds=bounds, steps=steps, seed=seed,
                      population_size=population)
    generations = []
    for _ in range(16):
        asked = [optimizer.ask() for _ in range(population)]
        told = [(raw, float(np.sum((shown - 0.42) ** 2))) for shown, raw in asked]
        optimizer.tell(list(told))
        generations.append({
            "points": [raw.tolist() for _, raw in asked],
            "losses": [value for _, value in told],
            "mean": optimizer._cma._mean.tolist(),
            "sigma": float(optimizer._cma._sigma),
            "deviations": np.sqrt(np.diag(optimizer._cma._C)).tolist(),
            "stretch": optimizer._A.tolist(),
        })
    margins.append({"sizes": sizes, "first": sigma, "population": population, "generations": generations})

rng = np.random.default_rng(13)
solutions = [(rng.random(3), float(i)) for i in range(47)]
mean, sigma, covariance = get_warm_start_mgd(solutions)
json.dump({
    "meta": {name: version(name) for name in ["cmaes", "scipy", "numpy"]},
    "runs": runs,
    "margins": margins,
    "warm": {"points": [x.tolist() for x, _ in solutions], "mean": mean.tolist(), "sigma": sigma,
             "covariance": covariance.tolist()},
}, sys.stdout)
