"""Gaussian processes at fixed hyperparameters by scikit-learn: /usr/bin/python3 gaussian-process.py > gaussian-process.json

Per kernel: log marginal likelihood, its gradient to the logs of length scales, signal, noise and linear variance, and mean
and standard deviation of the noiseless response at new points, all in standardised units.
"""

import json

import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, Matern, WhiteKernel

random = np.random.default_rng(7)
n, p = 14, 3
x = random.uniform(-1, 3, (n, p)) * [1, 10, 0.1]
y = 5 + np.sin(x[:, 0]) * 3 + 0.2 * x[:, 1] + random.normal(0, 0.3, n)
new = random.uniform(-1.5, 3.5, (5, p)) * [1, 10, 0.1]
center, scale = x.mean(0), x.std(0)
z, z_new = (x - center) / scale, (new - center) / scale
t = (y - y.mean()) / y.std()
lengths, signal, noise, linear = [0.7, 1.9, 4.0], 1.3, 0.04, 0.25

cases = []
for name in ["matern52", "matern32", "rbf"]:
    for has_linear in [False, True]:
        smooth = RBF(lengths) if name == "rbf" else Matern(lengths, nu=2.5 if name == "matern52" else 1.5)
        kernel = ConstantKernel(signal) * smooth + WhiteKernel(noise)
        if has_linear:
            kernel += ConstantKernel(linear) * DotProduct(0, sigma_0_bounds="fixed")
        process = GaussianProcessRegressor(kernel, alpha=0, optimizer=None).fit(z, t)
        value, gradient = process.log_marginal_likelihood(process.kernel_.theta, eval_gradient=True)
        # scikit-learn's order: signal, lengths, noise, linear
        gradient = [*gradient[1 : p + 1], gradient[0], *gradient[p + 1 :]]
        mean = process.predict(z_new)
        total = np.diag(process.kernel_(z_new)) - noise  # without the noise that the kernel adds to equal rows
        cross = process.kernel_(z_new, z)
        deviation = np.sqrt(total - np.einsum("ij,ji->i", cross, np.linalg.solve(process.kernel_(z), cross.T)))
        cases.append(
            {
                "kernel": name,
                "linear_variance": linear if has_linear else 0,
                "log_marginal_likelihood": value,
                "gradient": gradient,
                "mean": mean.tolist(),
                "deviation": deviation.tolist(),
            }
        )
problem = {"x": x.T.tolist(), "y": y.tolist(), "new": new.T.tolist(), "mean": y.mean(), "deviation": y.std()}
hyperparameters = {"length_scales": lengths, "signal_variance": signal, "noise_variance": noise}
print(json.dumps({**problem, **hyperparameters, "cases": cases}, indent=1))
