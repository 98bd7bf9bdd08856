"""Upper tails of the non-central F distribution, by summing the Poisson mixture with 60 digits: python3 non_central_f.py > non-central-f.json"""

import json

from mpmath import betainc, exp, factorial, mp, mpf

mp.dps = 60


def survival(f, df1, df2, noncentrality):
    x = df1 * f / (df1 * f + df2)
    mean = noncentrality / 2
    total, weight = mpf(0), exp(-mean)
    for j in range(100_000):
        total += weight * betainc(df1 / 2 + j, df2 / 2, x, 1, regularized=True)
        weight *= mean / (j + 1)
        if j > mean and weight < total * mpf(10) ** -30:
            return total
    raise ValueError("no convergence")


rows = []
for df1, df2 in [(1, 1), (1, 4), (1, 11.5), (2, 3), (3, 20), (5, 100), (17, 7)]:
    for noncentrality in [0, 0.01, 1, 8, 60, 300]:
        for f in [0.05, 1, 7.5, 60]:
            value = survival(mpf(f), mpf(df1), mpf(df2), mpf(noncentrality))
            rows.append([f, df1, df2, noncentrality, float(value)])
print("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]")
