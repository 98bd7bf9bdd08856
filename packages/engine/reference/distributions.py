"""Writes distributions.json: values of the distributions to 17 digits, computed by mpmath with 60 digits.

Needs mpmath (1.2.1 was used); not needed to run, build or test anything: the JSON is committed.
Run in this folder: python3 distributions.py
"""
import json
from mpmath import mp, mpf, betainc, erfc, exp, log, nstr, pi, sqrt, beta, gamma, findroot, workdps

mp.dps = 60


def digits(value):
    return float(nstr(value, 25))


def beta_tails(a, b, u, v):
    """I_x(a, b) and its complement at x = u/(u+v), u and v exact: the series on the side below one half, the other
    tail as its complement, with as many digits as that takes."""
    if u > v:
        upper, lower = beta_tails(b, a, v, u)
        return lower, upper
    lower = series(a, b, u, v)
    if lower < 1 - mpf(10) ** -20:
        return lower, 1 - lower
    with workdps(420):
        return lower, 1 - series(a, b, u, v)


def series(a, b, u, v):
    # DLMF 8.17.8: I_x(a,b) = x^a y^b / (a B(a,b)) * F(a+b, 1; a+1; x), all terms positive
    x, y = u / (u + v), v / (u + v)
    term = total = mpf(1)
    smallest = mpf(10) ** -(mp.dps - 10)
    n = 0
    while term > total * smallest or (a + b + n) * x > a + 1 + n:
        term *= (a + b + n) * x / (a + 1 + n)
        total += term
        n += 1
    return x**a * y**b / (a * beta(a, b)) * total


def f_row(f, d1, d2):
    f, d1, d2 = mpf(f), mpf(d1), mpf(d2)
    x = d1 * f / (d1 * f + d2)
    y = d2 / (d1 * f + d2)
    lower, upper = beta_tails(d1 / 2, d2 / 2, d1 * f, d2)
    density = x ** (d1 / 2) * y ** (d2 / 2) / beta(d1 / 2, d2 / 2) / f
    return [float(f), float(d1), float(d2), digits(lower), digits(upper), digits(density)]


def t_row(t, df):
    t, df = mpf(t), mpf(df)
    inside, outside = beta_tails(mpf(1) / 2, df / 2, t * t, df)
    upper, lower = outside / 2, mpf(1) / 2 + inside / 2
    if t < 0:
        upper, lower = lower, upper
    density = (1 + t * t / df) ** (-(df + 1) / 2) / (sqrt(df) * beta(mpf(1) / 2, df / 2))
    return [float(t), float(df), digits(lower), digits(upper), digits(density)]


def gamma_tails(x, a):
    """P(a, x) from its series of positive terms, Q as its complement with as many digits as that takes."""
    lower = gamma_series(x, a)
    if lower < 1 - mpf(10) ** -20:
        return lower, 1 - lower
    with workdps(int(x / 2) + 60 if x < 1000 else 420):
        return lower, 1 - gamma_series(x, a)


def gamma_series(x, a):
    term = total = 1 / a
    smallest = mpf(10) ** -(mp.dps - 10)
    n = 1
    while term > total * smallest or x > a + n:
        term *= x / (a + n)
        total += term
        n += 1
    return x**a * exp(-x) / gamma(a) * total


def chi_row(x, df):
    x, a = mpf(x), mpf(df) / 2
    half = x / 2
    lower, upper = gamma_tails(half, a)
    density = half ** (a - 1) * exp(-half) / gamma(a) / 2
    return [float(x), float(df), digits(lower), digits(upper), digits(density)]


def normal_row(x):
    x = mpf(x)
    return [
        float(x),
        digits(erfc(-x / sqrt(2)) / 2),
        digits(erfc(x / sqrt(2)) / 2),
        digits(exp(-x * x / 2) / sqrt(2 * pi)),
    ]


def usable(row, first_probability):
    return all(1e-305 < abs(v) for v in row[first_probability : first_probability + 2])


def rows():
    normal = [normal_row(x) for x in (-37.4, -37, -20, -10, -8.25, -6, -5.6, -5, -3, -1.96, -1, -0.67, -0.1, -1e-8, 0, 1e-8, 0.3, 0.675, 1.5, 2.6, 4, 5.7, 12, 30, 37.3)]
    t = [
        t_row(value, df)
        for df in (1, 2, 3, 4, 5, 9, 17.5, 30, 71, 100, 1021, 99950)
        for value in (-1e-6, 0.01, -0.5, 0.7, 1, 2, -2.5, 3.5, 6, 10, -15, 25, 36, 60, 200, 1e4, 1e8, 1e30, 1e100)
        if df < 300 or abs(value) < 300
    ]
    t += [t_row(value, 1) for value in (1e200, 3e299)]
    f = [
        f_row(value, d1, d2)
        for d1 in (1, 2, 3, 5, 10, 49, 300)
        for d2 in (1, 2, 4, 9, 15, 71, 1021, 99950)
        for value in (1e-20, 1e-4, 0.1, 0.6, 1, 1.3, 2.5, 7, 30, 200, 1e4, 1e10, 1e60)
    ]
    chi = [
        chi_row(value, df)
        for df in (1, 2, 3, 4, 7, 10, 33, 100, 999, 3000)
        for value in (1e-30, 1e-3, 0.1, 1, 2, 4.5, 10, 30, 80, 200, 600, 1000, 1370, 4000)
    ]
    return {
        "normal": normal,
        "t": [r for r in t if usable(r, 2)],
        "f": [r for r in f if usable(r, 3)],
        "chi_square": [r for r in chi if usable(r, 2)],
    }


def newton(p, start, tail_and_slope):
    """u at which log tail(u) = log p; tail_and_slope gives the tail and its derivative by u."""
    u, target = mpf(start), log(mpf(p))
    for _ in range(400):
        tail, slope = tail_and_slope(u)
        move = (target - log(tail)) * tail / slope
        move = max(min(move, mpf(700)), mpf(-700))
        u += move
        if abs(move) < mpf(10) ** -22 * (1 + abs(u)):
            return u
    raise RuntimeError(f"no quantile for {p}")


def beta_odds(p, a, b):
    """Odds x/y at which I_x(a, b) = p."""
    a, b = mpf(a), mpf(b)

    def evaluate(u):
        odds = exp(u)
        x, y = odds / (1 + odds), 1 / (1 + odds)
        lower, _ = beta_tails(a, b, odds, mpf(1))
        return lower, x**a * y**b / beta(a, b)

    return exp(newton(p, log(a / b), evaluate))


def gamma_point(p, a, upper):
    """x at which the lower or upper tail of the gamma distribution of shape a is p: Newton in log x or in x."""
    a = mpf(a)

    def evaluate(u):
        x = u if upper else exp(u)
        lo, up = gamma_tails(x, a)
        density = x ** (a - 1) * exp(-x) / gamma(a)
        return (up, -density) if upper else (lo, density * x)

    if upper:
        return newton(p, a if a >= 1 else mpf("0.1"), evaluate)
    return exp(newton(p, log(a), evaluate))


def quantiles():
    tails = (1e-300, 1e-100, 1e-20, 1e-6, 0.001, 0.005, 0.025, 0.05, 0.1, 0.2, 0.3, 0.49)
    normal = [[p, digits(findroot(lambda x: log(erfc(x / sqrt(2)) / 2) - log(mpf(p)), sqrt(-2 * log(mpf(p))) if p < 0.1 else 0.7))] for p in tails]
    t = []
    for df in (1, 2, 3, 5, 17.5, 30, 71, 1021):
        for p in tails:
            odds = 1 / beta_odds(2 * mpf(p), mpf(df) / 2, 0.5) if p <= 0.3 else beta_odds(1 - 2 * mpf(p), 0.5, mpf(df) / 2)
            t.append([p, df, digits(sqrt(df * odds))])
    f = []
    for d1 in (1, 2, 5, 49):
        for d2 in (1, 4, 15, 71, 1021):
            for q in tails[1:]:
                odds = 1 / beta_odds(q, mpf(d2) / 2, mpf(d1) / 2)
                f.append([q, d1, d2, digits(odds * d2 / d1)])
    chi = []
    for df in (1, 2, 4, 10, 100):
        for q in tails:
            chi.append([q, df, digits(2 * gamma_point(q, mpf(df) / 2, False)), digits(2 * gamma_point(q, mpf(df) / 2, True))])
    return {"normal_upper": normal, "t_upper": t, "f_upper": f, "chi_square_lower_upper": chi}


def lines(value):
    return "{\n" + ",\n".join(
        f'  "{group}": {{\n' + ",\n".join(
            f'    "{name}": [\n' + ",\n".join("      " + json.dumps(r) for r in table) + "\n    ]" for name, table in tables.items()
        ) + "\n  }"
        for group, tables in value.items()
    ) + "\n}\n"


with open("distributions.json", "w") as out:
    out.write(lines({"values": rows(), "quantiles": quantiles()}))
