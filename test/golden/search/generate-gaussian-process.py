"""Posteriors and likelihoods by scikit-learn, log expected improvement by long decimals: gaussian-process.json.

Made with Python 3.11, scikit-learn 1.9.1, numpy 2.4.6:
  python generate-gaussian-process.py > gaussian-process.json
"""
import json
import sys
from decimal import Decimal, getcontext
import numpy as np
import sklearn
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

rng = np.random.default_rng(13)
cases = []
for count, dimensions, scale, noise in [(1, 1, 1.0, 0.01), (7, 2, 1.7, 0.05), (30, 3, 0.6, 1e-4), (60, 5, 2.0, 0.2)]:
    points = rng.random((count, dimensions))
    values = np.sin(5 * points).sum(1) + 0.1 * rng.standard_normal(count)
    values -= values.mean()
    rates = rng.uniform(0.3, 20, dimensions)
    kernel = ConstantKernel(scale) * Matern(length_scale=1 / np.sqrt(rates), nu=2.5) + WhiteKernel(noise)
    process = GaussianProcessRegressor(kernel, alpha=0, optimizer=None).fit(points, values)
    asked = rng.random((6, dimensions))
    mean, deviation = process.predict(asked, return_std=True)
    value, gradient = process.log_marginal_likelihood(kernel.theta, eval_gradient=True)
    scale_slope, *length_slopes, noise_slope = gradient.tolist()
    cases.append({
        "points": points.tolist(), "values": values.tolist(),
        "rates": rates.tolist(), "scale": scale, "noise": noise,
        "asked": asked.tolist(), "mean": mean.tolist(),
        # scikit-learn's includes the noise of an observation.
        "variance": (deviation ** 2 - noise).tolist(),
        "likelihood": value,
        # By log rate, which is -2 log length; by log scale; by log noise.
        "gradient": [-slope / 2 for slope in length_slopes] + [scale_slope, noise_slope],
    })

getcontext().prec = 700
PI = Decimal(
    "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651")


def log_improvement(z):
    """log(phi + z Phi), Phi by its Taylor series; far out by the asymptotic series of Mills' ratio."""
    z = Decimal(z)
    log_density = -z * z / 2 - (2 * PI).ln() / 2
    if z < -18:
        term, part = Decimal(1), Decimal(0)
        for k in range(1, 60):
            term *= -Decimal(2 * k - 1) / (z * z)
            part -= term
        return float(log_density + part.ln())
    density = log_density.exp()
    term, series, k = z, z, 1
    while abs(term) > Decimal(10) ** -600:
        k += 2
        term *= z * z / k
        series += term
    return float((density + z * (Decimal("0.5") + density * series)).ln())


zs = [-1e5, -1000, -100, -40, -30, -12, -8, -5, -3, -2, -1.5, -1.01, -1, -0.99, -0.5, 0, 0.3, 1, 2.5, 6, 12]
json.dump({
    "meta": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "cases": cases,
    "improvement": [[z, log_improvement(z)] for z in zs],
}, sys.stdout)
