"""Children by pymoo's crossover and mutation, of given random numbers: evolution.json.

Made with Python 3.11, pymoo 0.6.2, numpy 2.4.6:  python generate-evolution.py > evolution.json
"""
import json
import sys
import numpy as np
import pymoo
from pymoo.operators.crossover.sbx import cross_sbx
from pymoo.operators.mutation.pm import mut_pm


class Given:
    """Draws that are all the same number."""

    def __init__(self, u):
        self.u = u

    def random(self, size=None):
        return self.u if size is None else np.full(size, self.u)


zero, one = np.zeros(1), np.ones(1)
crossed, mutated = [], []
for a, b in [(0.2, 0.7), (0.9, 0.1), (0.0, 1.0), (0.45, 0.5), (0.98, 1.0)]:
    for u in [0.001, 0.3, 0.5, 0.77, 0.999]:
        parents = np.array([[[a]], [[b]]])
        children = cross_sbx(parents, zero, one, eta=np.array([[20.0]]), prob_var=1.0, prob_bin=np.array([[0.0]]),
                             random_state=Given(u))
        crossed.append({"parents": [a, b], "u": u, "children": sorted(float(c) for c in children[:, 0, 0])})
for x in [0.0, 0.1, 0.5, 0.93, 1.0]:
    for u in [0.001, 0.2, 0.49, 0.51, 0.77, 0.999]:
        child = mut_pm(np.array([[x]]), zero, one, np.array([20.0]), np.array([1.1]), False, random_state=Given(u))
        mutated.append({"x": x, "u": u, "child": float(child[0, 0])})
json.dump({"meta": {"pymoo": pymoo.__version__, "numpy": np.__version__}, "crossed": crossed, "mutated": mutated}, sys.stdout)
