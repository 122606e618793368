"""How long knn_predict of coursekit.imaging takes, next to scikit-learn.

Run as `python benchmarks/classification.py`; it takes a minute or two. Each pixel has three
features (grey value, blur and gradient with sigma 2). Side 512: 16,384 training and 262,144 test
pixels; side 2048: 65,536 training and 1,048,576 test pixels. A ratio below 1 means that coursekit
is the faster one. Both look up neighbours in a k-d tree and use one processor. The labels are
compared before anything is timed.
"""

import numpy as np
from _timing import Contest, compare
from sklearn.neighbors import KNeighborsClassifier

from coursekit import imaging
from coursekit.datasets import phantoms

SPEC = [("raw",), ("gauss", 2), ("gradient", 2)]
STEPS = {512: (16, 1), 2048: (64, 4)}  # every 16th pixel is trained on, every pixel is asked
KS = {512: (1, 3, 15), 2048: (3,)}


def contests(side):
    """List what is timed on two images of one side length."""
    train, test = (phantoms.vessels(seed=seed, shape=(side, side)) for seed in (1, 2))
    few, many = STEPS[side]
    train_x, train_y = _table(train["image"])[::few], train["truth"].ravel()[::few].astype(int)
    test_x = _table(test["image"])[::many]
    for k in KS[side]:
        yield Contest(
            f"knn_predict, k = {k}",
            _predicted(train_x, train_y, test_x, k),
            "sklearn KNeighborsClassifier",
            _fitted(KNeighborsClassifier(k), train_x, train_y, test_x),
        )


def _table(image):
    return np.ascontiguousarray(imaging.make_features(image / 255, SPEC))


def _predicted(train_x, train_y, test_x, k):
    return lambda: imaging.knn_predict(train_x, train_y, test_x, k)


def _fitted(model, train_x, train_y, test_x):
    return lambda: model.fit(train_x, train_y).predict(test_x)


if __name__ == "__main__":
    compare((side, contests(side)) for side in STEPS)
