"""Predictions of the real xgboost: types rows.f64 model.json … -> for each model a list of rows, as JSON on standard output."""

import json
import sys

import numpy
import xgboost

types, rows, *models = sys.argv[1:]
types = types.split(",")
values = numpy.fromfile(rows, dtype=numpy.float64).reshape(-1, len(types))


def predicted(model):
    booster = xgboost.Booster(model_file=model)
    matrix = xgboost.DMatrix(
        values, feature_names=booster.feature_names, feature_types=types, enable_categorical=True
    )
    return booster.predict(matrix).astype(float).reshape(len(values), -1).tolist()


print(json.dumps([predicted(model) for model in models]))
