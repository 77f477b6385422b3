"""A permutation test as a loop in numpy: `python permutation_numpy.py FILE TREATED ROUNDS`, FILE as 64-bit floats."""

import json
import sys
from time import perf_counter

import numpy

values = numpy.fromfile(sys.argv[1])
treated, rounds = int(sys.argv[2]), int(sys.argv[3])
random = numpy.random.default_rng(1)


def difference(total_of_treated):
    return total_of_treated / treated - (values.sum() - total_of_treated) / (len(values) - treated)


begin = perf_counter()
totals = numpy.array([random.permutation(values)[:treated].sum() for _ in range(rounds)])
observed = difference(values[:treated].sum())
extreme = int((abs(difference(totals)) >= abs(observed) - 1e-12).sum())
seconds = perf_counter() - begin
p_value = (extreme + 1) / (rounds + 1)
print(json.dumps({"version": f"numpy {numpy.__version__}", "seconds": seconds, "pValue": p_value}))
