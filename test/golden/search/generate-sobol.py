"""Sobol points by SciPy: sobol.json; and, with --numbers, its direction numbers as our source has them.

Made with Python 3.11, scipy 1.17.1, numpy 2.4.6:
  python generate-sobol.py > sobol.json
  python generate-sobol.py --numbers > ../../../src/search/models/sobol/direction-numbers.ts
"""
import json
import os
import sys
import numpy as np
import scipy
from scipy.stats import qmc

DIMENSIONS = 101

if "--numbers" in sys.argv:
    kept = np.load(os.path.join(os.path.dirname(scipy.stats.__file__), "_sobol_direction_numbers.npz"))
    lines = []
    for polynomial, initial in zip(kept["poly"][1:DIMENSIONS], kept["vinit"][1:DIMENSIONS]):
        degree = int(polynomial).bit_length() - 1
        lines.append("  " + str([int(polynomial), *(int(m) for m in initial[:degree])]) + ",")
    print("""/**
 * Where Sobol's sequence starts in each dimension from the second on: a primitive polynomial over
 * GF(2), its coefficients as bits, and as many odd numbers as its degree.
 *
 * Facts from S. Joe & F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional
 * projections", SIAM J. Sci. Comput. 30 (2008): their table new-joe-kuo-6.21201 (copyright 2008,
 * F. Y. Kuo & S. Joe, BSD license), in SciPy's form.
 */
export const DIRECTION_NUMBERS: readonly (readonly number[])[] = [""")
    print("\n".join(lines))
    print("];")
else:
    points = qmc.Sobol(d=DIMENSIONS, scramble=False).random(128)
    far = qmc.Sobol(d=DIMENSIONS, scramble=False).fast_forward(1_000_000).random(1)[0]
    chosen = [0, 1, 2, 3, 5, 12, 40, 100]
    json.dump({
        "meta": {"scipy": scipy.__version__, "numpy": np.__version__},
        "dimensions": chosen,
        # Of points 0 to 127, and of point 1,000,000: all dyadic, so exact.
        "points": points[:, chosen].tolist(),
        "millionth": far.tolist(),
        # L2-star discrepancies, to hold ours against.
        "discrepancy": {"sobol": qmc.discrepancy(points[:64, :3], method="L2-star")},
        "sample": points[:64, :3].tolist(),
    }, sys.stdout)
