"""Fronts, crowding distances and hypervolumes by pymoo and moocore: pareto.json.

Made with Python 3.11, pymoo 0.6.2, moocore 0.3.2, numpy 2.4.6:  python generate-pareto.py > pareto.json
pymoo divides crowding distances by the number of objectives; the paper (Deb et al. 2002) does not, nor
do we, so they are multiplied back here.
"""
import json
import sys
import moocore
import numpy as np
import pymoo
from pymoo.operators.survival.rank_and_crowding.metrics import calc_crowding_distance
from pymoo.util.nds.non_dominated_sorting import NonDominatedSorting

rng = np.random.default_rng(13)
cases = []
for objectives, count, places in [(1, 12, 3), (2, 40, 3), (2, 30, 1), (3, 40, 3), (4, 25, 2), (5, 15, 2)]:
    # Rounded, so that some are equal in an objective, and some altogether.
    losses = np.round(rng.random((count, objectives)), places)
    fronts = [sorted(int(i) for i in front) for front in NonDominatedSorting().do(losses)]
    distinct = [sorted({tuple(row) for row in losses[front].tolist()}) for front in fronts]
    crowding = [
        [None if np.isinf(d) else float(d) for d in calc_crowding_distance(np.array(front)) * objectives]
        for front in distinct
    ]
    reference = [0.9] * objectives
    cases.append({
        "losses": losses.tolist(),
        "fronts": fronts,
        # Of the distinct points of each front, in rising order; null: infinite.
        "distinct": distinct,
        "crowding": crowding,
        "reference": reference,
        "hypervolume": moocore.hypervolume(losses, ref=reference),
    })
meta = {"pymoo": pymoo.__version__, "moocore": moocore.__version__, "numpy": np.__version__}
json.dump({"meta": meta, "cases": cases}, sys.stdout)
