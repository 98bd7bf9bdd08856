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


def same_statistics():
    """The numbers that ours computes and no more: no text, no tests of normality."""
    fit = sm.OLS(y, x).fit()
    fit.bse, fit.tvalues, fit.pvalues, fit.conf_int()
    fit.rsquared, fit.rsquared_adj, fit.fvalue, fit.f_pvalue, fit.llf, fit.aic, fit.bic, fit.condition_number
    leverage = fit.get_influence().hat_matrix_diag
    np.sum((fit.resid / (1 - leverage)) ** 2)
    durbin_watson(fit.resid)
    return fit.params


peers = {"numpy lstsq": median_ms(lambda: np.linalg.lstsq(x, y, rcond=None)[0])}
try:
    import statsmodels.api as sm
    from statsmodels.stats.stattools import durbin_watson

    peers["statsmodels OLS, same statistics"] = median_ms(same_statistics)
except ImportError:
    pass
print(json.dumps(peers))
