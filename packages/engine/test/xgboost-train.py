"""The real xgboost's predictions: jobs.json -> for each job a list, as JSON on standard output.

A job names `features`, a file of `training` rows (doubles: the features and the target), one of `asked` rows (the features), `parameters`
and `rounds`.
"""

import json
import sys

import numpy
import xgboost


def predicted(job):
    table = numpy.fromfile(job["training"], dtype=numpy.float64).reshape(-1, job["features"] + 1)
    rows = numpy.fromfile(job["asked"], dtype=numpy.float64).reshape(-1, job["features"])
    training = xgboost.DMatrix(table[:, :-1], table[:, -1])
    booster = xgboost.train(job["parameters"], training, job["rounds"])
    return booster.predict(xgboost.DMatrix(rows)).astype(float).tolist()


with open(sys.argv[1], encoding="utf-8") as jobs:
    print(json.dumps([predicted(job) for job in json.load(jobs)]))
