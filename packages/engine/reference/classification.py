"""Writes classification.json: logistic regressions, Gaussian processes of classes and curves by scikit-learn.

Needs scikit-learn (1.2.1 was used); not needed to run, build or test anything: the JSON is committed.
Run in this folder: python3 classification.py > classification.json

Columns are fractional parts of i*sqrt(k), shifted to -0.5 .. 0.5, so that both sides make the same table.
"""

import json
import math

import numpy as np
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, Matern
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve, roc_curve

N = 60


def scattered(k):
    return [((i + 1) * math.sqrt(k)) % 1 - 0.5 for i in range(N)]


X = np.array([scattered(2), scattered(3), scattered(5)]).T
noise = np.array(scattered(7))
binary = (X[:, 0] + 0.5 * X[:, 1] + 0.6 * noise > 0).astype(int)
three = np.digitize(X[:, 0] - X[:, 2] + 0.4 * noise, [-0.25, 0.25])
weights = 1 + np.arange(N) % 3


def fit(y, c, sample_weight=None):
    model = LogisticRegression(C=c, tol=1e-9, max_iter=300, solver="newton-cg")
    model.fit(X, y, sample_weight=sample_weight)
    return {"intercepts": model.intercept_.tolist(), "coefficients": model.coef_.ravel().tolist()}


def cases():
    for c in (0.1, 1, 100):
        yield {"classes": 2, "C": c, "weighted": False, **fit(binary, c)}
        yield {"classes": 2, "C": c, "weighted": True, **fit(binary, c, weights)}
        yield {"classes": 3, "C": c, "weighted": False, **fit(three, c)}
        yield {"classes": 3, "C": c, "weighted": True, **fit(three, c, weights)}


def process(kernel):
    """Of standardised columns; the last ten rows are predicted."""
    z = (X[:50] - X[:50].mean(axis=0)) / X[:50].std(axis=0)
    new = (X[50:] - X[:50].mean(axis=0)) / X[:50].std(axis=0)
    model = GaussianProcessClassifier(ConstantKernel(4.0) * kernel, optimizer=None).fit(z, binary[:50])
    latent = model.base_estimator_
    return {
        "logMarginalLikelihood": model.log_marginal_likelihood_value_,
        "latent": (latent.kernel_(new, latent.X_train_) @ (latent.y_train_ - latent.pi_)).tolist(),
        "shares": model.predict_proba(new)[:, 1].tolist(),
    }


def curves():
    scores = np.round(np.array(scattered(11)) + 0.5 * binary, 1)
    fpr, tpr, _ = roc_curve(binary, scores, drop_intermediate=False)
    precision, recall, _ = precision_recall_curve(binary, scores)
    isotonic = IsotonicRegression().fit(scores, binary)
    return {
        "scores": scores.tolist(),
        "roc": {"x": fpr.tolist(), "y": tpr.tolist()},
        "precisionRecall": {"x": recall[::-1].tolist(), "y": precision[::-1].tolist()},
        "isotonic": isotonic.predict(scores).tolist(),
    }


print(
    json.dumps(
        {
            "logistic": list(cases()),
            "process": {"rbf": process(RBF([1.0, 2.0, 3.0])), "matern52": process(Matern([1.0, 2.0, 3.0], nu=2.5))},
            "curves": curves(),
        },
        indent=1,
    )
)
