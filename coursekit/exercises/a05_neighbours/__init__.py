"""Assignment A05: nearest neighbours and another image. One module for each exercise.

A module holds right answers written differently, wrong answers that learners give, and then the
declaration. The answers are written the way learners write them.
"""

from coursekit.checking import Exercise
from coursekit.exercises.a05_neighbours.choose_k import CHOOSE_K
from coursekit.exercises.a05_neighbours.distances import DISTANCES
from coursekit.exercises.a05_neighbours.fit_scaler_on_train import FIT_SCALER_ON_TRAIN
from coursekit.exercises.a05_neighbours.k_curves import K_CURVES
from coursekit.exercises.a05_neighbours.knn_predict import KNN_PREDICT
from coursekit.exercises.a05_neighbours.make_features import MAKE_FEATURES
from coursekit.exercises.a05_neighbours.nearest_mean_fit import NEAREST_MEAN_FIT
from coursekit.exercises.a05_neighbours.nearest_mean_predict import NEAREST_MEAN_PREDICT
from coursekit.exercises.a05_neighbours.scatter_grid import SCATTER_GRID
from coursekit.exercises.a05_neighbours.select_features import SELECT_FEATURES
from coursekit.exercises.a05_neighbours.train_test_report import TRAIN_TEST_REPORT

EXERCISES: tuple[Exercise, ...] = (
    NEAREST_MEAN_FIT,
    NEAREST_MEAN_PREDICT,
    DISTANCES,
    KNN_PREDICT,
    MAKE_FEATURES,
    FIT_SCALER_ON_TRAIN,
    TRAIN_TEST_REPORT,
    CHOOSE_K,
    SELECT_FEATURES,
    SCATTER_GRID,
    K_CURVES,
)
