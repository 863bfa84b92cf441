"""Figures of test/search/statistics: SciPy's and statsmodels' for what src/search/statistics computes.

    python test/golden/search/statistics.py > test/golden/search/statistics.json
"""

import json
import sys

import numpy as np
import scipy
import scipy.special
import statsmodels
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

quantiles = [
    {"p": p, "df": df, "t": float(stats.t.ppf(p, df))}
    for df in [1, 2, 2.5, 4, 10, 99.5, 5000]
    for p in [0.001, 0.025, 0.4, 0.5, 0.9, 0.975, 0.9999]
]
tails = [
    {"t": t, "df": df, "p": float(2 * stats.t.sf(abs(t), df))}
    for df in [1, 3, 17.3, 400]
    for t in [0, 0.3, -1.96, 4, 12]
]
wilson = []
for right, n in [(0, 50), (50, 50), (37, 50), (812, 1000), (3, 4)]:
    low, high = proportion_confint(right, n, alpha=0.05, method="wilson")
    wilson.append({"right": right, "n": n, "low": float(low), "high": float(high)})
pairs = []
for one, other in [(0, 0), (1, 0), (5, 5), (10, 3), (6, 20), (61, 40), (300, 210), (900, 300)]:
    exact = float(mcnemar([[0, one], [other, 0]], exact=True).pvalue) if one + other else 1.0
    less = min(one, other)
    mid = 1.0 if one == other else exact - float(stats.binom.pmf(less, one + other, 0.5))
    pairs.append({"one": one, "other": other, "exact": min(1.0, exact), "mid": mid})
rng = np.random.default_rng(1)
adjusted = []
for size in [1, 4, 12]:
    p = rng.uniform(0, 0.2, size) ** 2
    adjusted.append({"p": p.tolist(), "holm": multipletests(p, method="holm")[1].tolist()})

classes = 5
logits = np.round(rng.normal(0, 2, (200, classes)), 3)
labels = np.where(rng.uniform(size=200) < 0.5, logits.argmax(1), rng.integers(0, classes, 200))
losses = scipy.special.logsumexp(logits, axis=1) - logits[np.arange(200), labels]
probability = scipy.special.softmax(logits, axis=1).max(1)
right = logits.argmax(1) == labels
edges = np.linspace(0, 1, 16)
ece = 0.0
for low, high in zip(edges[:-1], edges[1:]):
    inside = (probability >= low) & (probability < high)
    if inside.any():
        ece += inside.mean() * abs(right[inside].mean() - probability[inside].mean())
tally = {
    "classes": classes,
    "logits": logits.ravel().tolist(),
    "labels": labels.tolist(),
    "loss": float(losses.mean()),
    "deviation": float(losses.std(ddof=1)),
    "accuracy": float(right.mean()),
    "ece": float(ece),
}

json.dump(
    {
        "versions": {
            "python": sys.version.split()[0],
            "scipy": scipy.__version__,
            "statsmodels": statsmodels.__version__,
            "numpy": np.__version__,
        },
        "quantiles": quantiles,
        "tails": tails,
        "wilson": wilson,
        "mcnemar": pairs,
        "holm": adjusted,
        "tally": tally,
    },
    sys.stdout,
    indent=1,
)
print()
