"""How long k-means of coursekit.imaging takes, next to scikit-learn and SciPy.

Run as `python benchmarks/clustering.py`. All start at the same centres and take ten steps; a ratio
below 1 means that coursekit is the faster one. The centres are compared before anything is timed.
scikit-learn uses all processors, SciPy and coursekit's numpy mostly one.
"""

import numpy as np
from _timing import Contest, compare
from scipy.cluster.vq import kmeans2
from sklearn.cluster import KMeans

from coursekit import imaging
from coursekit.datasets import phantoms

SIDES = (512, 2048)
STEPS = 10
TASKS = {"2 features, k = 2": ((5,), 2), "4 features, k = 4": ((1, 2, 5), 4)}


def contests(side):
    """List what is timed on the feature tables of one image."""
    image = phantoms.vessels(seed=1, shape=(side, side))["image"] / 255
    for words, (sigmas, k) in TASKS.items():
        points = imaging.feature_table(image, sigmas=sigmas)
        init = np.quantile(points, np.linspace(0.1, 0.9, k), axis=0)
        ours = _centres(imaging.kmeans, points, init, n_iter=STEPS)
        sklearn = KMeans(k, init=init, n_init=1, tol=0, max_iter=STEPS)
        yield Contest(f"kmeans, {words}", ours, "sklearn KMeans", _fitted(sklearn, points))
        scipy = _centres(_kmeans2, points, init)
        yield Contest(f"kmeans, {words}", ours, "scipy kmeans2", scipy)


def _centres(function, points, init, **options):
    return lambda: function(points, init, **options)[1]


def _fitted(model, points):
    return lambda: model.fit(points).cluster_centers_


def _kmeans2(points, init):
    return kmeans2(points, init, iter=STEPS, minit="matrix")[::-1]


if __name__ == "__main__":
    compare(((side, contests(side)) for side in SIDES), rtol=1e-9)
