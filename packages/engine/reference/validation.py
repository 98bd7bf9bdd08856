"""Writes validation.json: power transforms by scipy, scores by scikit-learn, to all digits of a double.

Needs scipy and scikit-learn (1.10.1 and 1.2.1 were used); not needed to run, build or test anything: the JSON is committed.
Run in this folder: python3 validation.py
"""
import json

import numpy as np
from scipy import stats
from sklearn import metrics


def samples():
    """Deterministic values: normal quantiles at van der Corput points, bent, shifted and mirrored."""
    points = [sum(((i >> b) & 1) / 2 ** (b + 1) for b in range(10)) for i in range(1, 61)]
    normal = stats.norm.ppf(points)
    bent = np.exp(0.7 * normal) + 0.2 * normal**2
    return {"positive": np.round(bent, 6), "mixed": np.round(bent - 1.5, 6), "negative": np.round(-bent, 6)}


def transforms():
    cases = []
    for name, values in samples().items():
        if values.min() > 0:
            scaled = values / stats.gmean(values)
            transformed, power = stats.boxcox(scaled)
            cases.append(case("box_cox", name, values, power, stats.gmean(values) * transformed))
        scale = np.abs(values).mean()
        transformed, power = stats.yeojohnson(values / scale)
        cases.append(case("yeo_johnson", name, values, power, scale * transformed))
    return cases


def case(kind, name, values, power, transformed):
    return {"kind": kind, "name": name, "values": list(values), "lambda": power, "transformed": list(transformed)}


def class_scores():
    n, k = 60, 3
    rows = np.arange(n)
    classes = (rows * 7 % 11) % k
    raw = 0.2 + np.abs(np.sin(rows[:, None] * 1.7 + np.arange(k) * 2.1)) + 0.6 * (classes[:, None] == np.arange(k))
    probabilities = raw / raw.sum(axis=1, keepdims=True)
    predicted = probabilities.argmax(axis=1)
    binary = (classes == 1).astype(int)
    # rounded: ties in the scores
    scores = np.round(probabilities[:, 1], 1)
    return {
        "k": k,
        "classes": classes.tolist(),
        "probabilities": probabilities.ravel().tolist(),
        "predicted": predicted.tolist(),
        "binary": binary.tolist(),
        "scores": scores.tolist(),
        "log_loss": metrics.log_loss(classes, probabilities),
        "brier_binary": metrics.brier_score_loss(binary, scores),
        "accuracy": metrics.accuracy_score(classes, predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(classes, predicted),
        "macro_f1": metrics.f1_score(classes, predicted, average="macro"),
        "matthews": metrics.matthews_corrcoef(classes, predicted),
        "roc_auc": metrics.roc_auc_score(binary, scores),
        "average_precision": metrics.average_precision_score(binary, scores),
    }


def number_scores():
    rows = np.arange(40)
    actual = 3 + np.sin(rows * 1.3) * 2
    predicted = actual + 0.4 * np.cos(rows * 2.9)
    return {
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "mape": metrics.mean_absolute_percentage_error(actual, predicted),
        "median_absolute_error": metrics.median_absolute_error(actual, predicted),
        "maximum_error": metrics.max_error(actual, predicted),
        "spearman": stats.spearmanr(np.round(actual, 1), np.round(predicted, 1)).statistic,
        "wilson": [
            [k, n, *stats.binomtest(k, n).proportion_ci(0.95, "wilson")] for k, n in [(0, 10), (9, 10), (450, 500), (7, 7)]
        ],
    }


def plain(value):
    return value.item() if hasattr(value, "item") else value


with open("validation.json", "w") as file:
    json.dump({"transforms": transforms(), "classes": class_scores(), "numbers": number_scores()}, file, indent=1, default=plain)
    file.write("\n")
