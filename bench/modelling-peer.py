"""Times the peers of bench/modelling.ts: one JSON line, {peer: {"ms": fastest, "score": test RMSE or best R2}}.
usage: modelling-peer.py boosting|prediction|forest|study FILE TRAIN_ROWS TEST_ROWS COLUMNS ROUNDS
FILE holds little-endian doubles: row-major X and y of the training rows, then of the test rows."""
import json
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
what, path = sys.argv[1:3]
n, m, p, rounds = map(int, sys.argv[3:])
THREADS = 2
data = np.fromfile(path)
at = 0
parts = []
for size, shape in ((n * p, (n, p)), (n, (n,)), (m * p, (m, p)), (m, (m,))):
    parts.append(data[at:at + size].reshape(shape))
    at += size
X, y, X_test, y_test = parts


def fastest(work):
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - started)
    return 1000 * best, result


def rmse(model):
    return float(np.sqrt(np.mean((model.predict(X_test) - y_test) ** 2)))


def boosters():
    found = {}
    try:
        import xgboost
        shared = dict(n_estimators=100, learning_rate=0.1, max_bin=255, tree_method="hist", n_jobs=THREADS)
        found["xgboost, depth 6"] = lambda: xgboost.XGBRegressor(max_depth=6, **shared).fit(X, y)
        found["xgboost, 31 leaves"] = lambda: xgboost.XGBRegressor(
            max_depth=0, max_leaves=31, grow_policy="lossguide", **shared).fit(X, y)
    except ImportError:
        pass
    try:
        from sklearn.ensemble import HistGradientBoostingRegressor
        found["scikit-learn, 31 leaves"] = lambda: HistGradientBoostingRegressor(early_stopping=False).fit(X, y)
    except ImportError:
        pass
    try:
        import lightgbm
        found["LightGBM, 31 leaves"] = lambda: lightgbm.LGBMRegressor(n_jobs=THREADS, verbose=-1).fit(X, y)
    except ImportError:
        pass
    return found


def boosting():
    answers = {}
    for name, fit in boosters().items():
        if n <= 10_000:
            fit()
        ms, model = fastest(fit)
        answers[name] = {"ms": ms, "score": rmse(model)}
    return answers


def prediction():
    import xgboost
    model = xgboost.XGBRegressor(n_estimators=100, max_depth=0, max_leaves=31, grow_policy="lossguide",
                                 tree_method="hist", n_jobs=THREADS).fit(X, y)
    model.predict(X_test)
    ms, _ = fastest(lambda: model.predict(X_test))
    return {"xgboost": {"ms": ms, "score": rmse(model)}}


def forest():
    from sklearn.ensemble import RandomForestRegressor
    trees = 200 if n <= 10_000 else 20
    ms, model = fastest(lambda: RandomForestRegressor(trees, n_jobs=THREADS, random_state=0).fit(X, y))
    return {"scikit-learn": {"ms": ms * 200 / trees, "score": rmse(model)}}


def study():
    import optuna
    from sklearn.model_selection import KFold, cross_val_predict, cross_val_score
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    answers = {}

    def run(name, model_of):
        def objective(trial):
            return cross_val_score(model_of(trial), X, y, cv=KFold(5), scoring="r2", n_jobs=THREADS).mean()

        started = time.perf_counter()
        found = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=0))
        found.optimize(objective, n_trials=100)
        ms = 1000 * (time.perf_counter() - started)
        predicted = cross_val_predict(model_of(found.best_trial), X, y, cv=KFold(5))
        r2 = 1 - np.sum((predicted - y) ** 2) / np.sum((y - y.mean()) ** 2)
        answers[name] = {"ms": ms, "score": float(r2)}

    def common(trial):
        return dict(n_estimators=trial.suggest_int("n_estimators", 100, 600),
                    learning_rate=trial.suggest_float("learning_rate", 0.01, 0.3, log=True),
                    subsample=trial.suggest_float("subsample", 0.5, 1.0),
                    colsample_bytree=trial.suggest_float("colsample_bytree", 0.5, 1.0),
                    reg_lambda=trial.suggest_float("reg_lambda", 1e-3, 10, log=True), n_jobs=1, random_state=0)

    try:
        import xgboost
        run("Optuna and xgboost", lambda trial: xgboost.XGBRegressor(
            max_depth=trial.suggest_int("max_depth", 3, 10), tree_method="hist",
            min_child_weight=trial.suggest_float("min_child_weight", 1, 10),
            reg_alpha=trial.suggest_float("reg_alpha", 1e-8, 10, log=True), **common(trial)))
    except ImportError:
        pass
    try:
        import lightgbm
        run("Optuna and LightGBM", lambda trial: lightgbm.LGBMRegressor(
            num_leaves=trial.suggest_int("num_leaves", 4, 64), subsample_freq=1, verbose=-1,
            min_child_samples=trial.suggest_int("min_child_samples", 2, 30), **common(trial)))
    except ImportError:
        pass
    return answers


print(json.dumps({"boosting": boosting, "prediction": prediction, "forest": forest, "study": study}[what]()))
