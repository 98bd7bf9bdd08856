"""Times peers of bench/linear.ts on a file of doubles: rows x (columns + 1), the response last, the intercept's column first.

usage: python3 linear-peer.py FILE ROWS COLUMNS ROUNDS; prints JSON: median milliseconds and the coefficients of each peer.
"""
import json
import statistics
import sys
import time

import numpy as np

file, rows, columns, rounds = sys.argv[1], *map(int, sys.argv[2:5])
data = np.fromfile(file).reshape(rows, columns + 1)
x, y = np.ascontiguousarray(data[:, :-1]), data[:, -1].copy()


def median_ms(run):
    run()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        result = run()
        times.append(1000 * (time.perf_counter() - started))
    return {"ms": statistics.median(times), "coefficients": [float(b) for b in result]}


def with_summary():
    fit = sm.OLS(y, x).fit()
    fit.summary().as_text()
    return fit.params


peers = {"numpy lstsq": median_ms(lambda: np.linalg.lstsq(x, y, rcond=None)[0])}
try:
    import statsmodels.api as sm

    peers["statsmodels OLS + summary"] = median_ms(with_summary)
except ImportError:
    pass
print(json.dumps(peers))
