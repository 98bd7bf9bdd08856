"""Writes text.json: TF-IDF and ridge logistic regression by scikit-learn.

Needs scikit-learn (1.2.1 was used); not needed to run, build or test anything: the JSON is committed.
Run in this folder: python3 text.py > text.json
"""

import json

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

texts = [
    "the bearing is loud",
    "loud noise from the bearing near the motor",
    "motor runs well",
    "well made and quiet motor",
    "quiet and smooth",
    "smooth finish on the shaft",
    "finish is scratched and dull",
    "dull finish near the bearing",
]
binary = [1, 1, 0, 0, 0, 0, 1, 1]
three = [0, 0, 1, 1, 1, 2, 2, 2]


def described(options):
    vectoriser = TfidfVectorizer(sublinear_tf=True, **options)
    matrix = vectoriser.fit_transform(texts)
    terms = list(vectoriser.get_feature_names_out())
    return {"terms": terms, "idf": vectoriser.idf_.tolist(), "rows": matrix.toarray().tolist()}, matrix


def fitted(matrix, target, cost, weights=None):
    kind = "multinomial" if len(set(target)) > 2 else "auto"
    model = LogisticRegression(C=cost, tol=1e-9, max_iter=10000, solver="newton-cg", multi_class=kind)
    model.fit(matrix, target, sample_weight=weights)
    scores = model.decision_function(matrix)
    scores = scores - scores.mean(axis=1, keepdims=True) if scores.ndim == 2 else scores
    return {"target": target, "cost": cost, "weights": weights, "scores": np.asarray(scores).tolist()}


words, word_matrix = described({"ngram_range": (1, 2), "min_df": 2})
characters, character_matrix = described({"analyzer": "char_wb", "ngram_range": (2, 4), "min_df": 2})
print(json.dumps({
    "texts": texts,
    "words": words,
    "characters": characters,
    "fits": {
        "binary": fitted(word_matrix, binary, 3.0),
        "weighted": fitted(word_matrix, binary, 1.0, [1.0, 2.0, 1.0, 3.0, 1.0, 1.0, 0.5, 1.0]),
        "three classes": fitted(word_matrix, three, 10.0),
    },
}))
