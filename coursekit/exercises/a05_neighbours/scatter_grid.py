"""P1: the features in pairs, training above test."""

import numpy as np

from coursekit.checking import Case, Exercise, case, figures, mis, prop
from coursekit.checking.figures import FigureQuestion
from coursekit.exercises.a05_neighbours.clouds import class_numbers, cloud
from coursekit.exercises.a05_neighbours.grid_questions import (
    PAIRS,
    GridComparator,
    classes_of,
    labelled_below,
    points_of,
    shared_axes,
    titled_rows,
    two_rows_of_three,
)


def _draw(rows, pairs=PAIRS, coloured=True, titles=True, words=True, **shared):
    """Draw a row of scatter plots for each (title, table, labels); without pyplot."""
    from matplotlib.figure import Figure

    fig = Figure(figsize=(9, 5))
    axes = fig.subplots(len(rows), len(pairs), squeeze=False, **shared)
    for panels, (title, table, labels) in zip(axes, rows):
        for ax, (i, j) in zip(panels, pairs):
            for label in np.unique(labels) if coloured else [None]:
                own = table if label is None else table[labels == label]
                ax.scatter(own[:, i], own[:, j], s=6)
            if words:
                ax.set(xlabel=f"feature {i}", ylabel=f"feature {j}")
            if titles:
                ax.set_title(title)
    return fig


_SHARED = {"sharex": "col", "sharey": "col"}


def _grid(train, train_labels, test, test_labels):
    rows = (("training", train, train_labels), ("test", test, test_labels))
    return _draw(rows, **_SHARED)


def _grid_pyplot(train, train_labels, test, test_labels):
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(2, 3, figsize=(10, 6), sharex=True, sharey=True)
    for column, (i, j) in enumerate([(0, 1), (0, 2), (1, 2)]):
        axes[0, column].scatter(train[:, i], train[:, j], c=train_labels, cmap="cividis", s=9)
        axes[1, column].scatter(test[:, i], test[:, j], c=test_labels, cmap="cividis", s=9)
        axes[1, column].set(xlabel=f"column {i}", ylabel=f"column {j}")
    axes[0, 0].set_title("train")
    axes[1, 0].set_title("test")
    return fig


def _grid_one_by_one(train, train_labels, test, test_labels):
    import matplotlib.pyplot as plt

    fig = plt.figure(layout="constrained")
    for place, (i, j) in enumerate(PAIRS, start=1):
        above = fig.add_subplot(2, 3, place, title="training image")
        below = fig.add_subplot(2, 3, place + 3, title="test image", sharex=above, sharey=above)
        for ax, table, labels in ((above, train, train_labels), (below, test, test_labels)):
            for label in sorted(set(labels)):
                ax.plot(*table[labels == label][:, [i, j]].T, ".", label=f"class {label}")
            ax.set_xlabel(("raw", "blur", "gradient")[i])
            ax.set_ylabel(("raw", "blur", "gradient")[j])
    return fig


def _grid_limits(train, train_labels, test, test_labels):
    rows = (("train", train, train_labels), ("test", test, test_labels))
    fig = _draw(rows)
    together = np.vstack([train, test])
    low, high = together.min(axis=0) - 1, together.max(axis=0) + 1
    for index, ax in enumerate(fig.axes):
        i, j = PAIRS[index % 3]
        ax.set_xlim(low[i], high[i])
        ax.set_ylim(low[j], high[j])
    return fig


# --- wrong answers ------------------------------------------------------------------------------


def _not_shared(train, train_labels, test, test_labels):
    return _draw((("training", train, train_labels), ("test", test, test_labels)))


def _shared_along_rows(train, train_labels, test, test_labels):
    rows = (("training", train, train_labels), ("test", test, test_labels))
    return _draw(rows, sharex="row", sharey="row")


def _test_first(train, train_labels, test, test_labels):
    return _draw((("test", test, test_labels), ("training", train, train_labels)), **_SHARED)


def _training_only(train, train_labels, test, test_labels):
    return _draw((("training", train, train_labels),), **_SHARED)


def _training_twice(train, train_labels, test, test_labels):
    return _draw((("training", train, train_labels), ("test", train, train_labels)), **_SHARED)


def _axes_exchanged(train, train_labels, test, test_labels):
    rows = (("training", train, train_labels), ("test", test, test_labels))
    return _draw(rows, pairs=[(j, i) for i, j in PAIRS], **_SHARED)


def _one_colour(train, train_labels, test, test_labels):
    rows = (("training", train, train_labels), ("test", test, test_labels))
    return _draw(rows, coloured=False, **_SHARED)


def _three_names(train, train_labels, test, test_labels):
    from matplotlib.figure import Figure

    axes = Figure().subplots(2, 3, **_SHARED)
    both = (("training", train, train_labels), ("test", test, test_labels))
    for row, (name, table, labels) in enumerate(both):
        for ax, (i, j) in zip(axes[row], PAIRS):
            for label in (1, 2, 3):
                ax.scatter(table[labels == label, i], table[labels == label, j])
            ax.set(xlabel=f"feature {i}", ylabel=f"feature {j}", title=name)
    return axes[0, 0].figure


def _colours_of_training(train, train_labels, test, test_labels):
    from matplotlib.figure import Figure

    axes = Figure().subplots(2, 3, **_SHARED)
    for row, table in enumerate((train, test)):
        for ax, (i, j) in zip(axes[row], PAIRS):
            ax.scatter(table[:, i], table[:, j], c=train_labels)
    return axes[0, 0].figure


def _no_titles(train, train_labels, test, test_labels):
    rows = (("training", train, train_labels), ("test", test, test_labels))
    return _draw(rows, titles=False, **_SHARED)


def _no_words(train, train_labels, test, test_labels):
    rows = (("training", train, train_labels), ("test", test, test_labels))
    return _draw(rows, words=False, **_SHARED)


def _rows_of_the_table(train, train_labels, test, test_labels):
    from matplotlib.figure import Figure

    axes = Figure().subplots(2, 3, **_SHARED)
    for row, (name, table) in enumerate((("training", train), ("test", test))):
        for ax, (i, j) in zip(axes[row], PAIRS):
            ax.scatter(table[i], table[j])
            ax.set(xlabel=f"feature {i}", ylabel=f"feature {j}", title=name)
    return axes[0, 0].figure


def _three_rows_of_two(train, train_labels, test, test_labels):
    from matplotlib.figure import Figure

    axes = Figure(figsize=(6, 9)).subplots(3, 2, sharex="row", sharey="row")
    for row, (i, j) in enumerate(PAIRS):
        both = (("training", train, train_labels), ("test", test, test_labels))
        for ax, (title, table, labels) in zip(axes[row], both):
            for label in np.unique(labels):
                ax.scatter(*table[labels == label][:, [i, j]].T)
            ax.set(xlabel=f"feature {i}", ylabel=f"feature {j}", title=title)
    return axes[0, 0].figure


def _both_in_each(train, train_labels, test, test_labels):
    table, labels = np.vstack([train, test]), np.append(train_labels, test_labels)
    return _draw((("training and test", table, labels),), **_SHARED)


def _case(rng: np.random.Generator) -> Case:
    classes = class_numbers(rng, 3)
    n = int(rng.integers(5, 10))
    train, train_labels = cloud(rng, n, 3, classes)
    test, test_labels = cloud(rng, n + int(rng.integers(1, 4)), 3, classes)
    test = test + rng.uniform(1.5, 3, 3)
    return case(train.round(2), train_labels, test.round(2), test_labels, kind="other tables")


_TRAIN = np.array([[1.0, 2, 0.5], [1.5, 2.5, 2], [4, 3, 1], [5, 4.5, 0]])
_TEST = np.array([[2.5, 3, 1], [3, 2.5, 2.5], [5.5, 4.5, 1.5], [6, 4, 0.5], [7, 6, 2]])

SCATTER_GRID = Exercise(
    id="a05.scatter_grid",
    code="P1",
    kind="P",
    title="Training above, test below",
    function="scatter_grid",
    signature="(train, train_labels, test, test_labels)",
    minutes=6,
    reference=_grid,
    compare=GridComparator(
        (
            FigureQuestion(two_rows_of_three),
            *(figures.shows_points(i, points_of(i), classes_of(i)) for i in range(6)),
            FigureQuestion(shared_axes, "shared"),
            FigureQuestion(titled_rows, "words"),
            FigureQuestion(labelled_below, "words"),
        )
    ),
    props=(
        prop("core", 1, "two rows of three scatter plots, a colour for each class"),
        prop("shared", 0.5, "panels below each other share their axes"),
        prop("words", 0.5, "a title for each row, and labels at the axes"),
    ),
    cases=(
        case(
            _TRAIN,
            np.array([1, 1, 3, 3]),
            _TEST,
            np.array([1, 1, 3, 3, 3]),
            alt="four training points and five test points of classes 1 and 3, three features each",
        ),
    ),
    hidden=_case,
    n_hidden=1,
    misconceptions=(
        mis(
            "not-shared",
            _not_shared,
            "Each panel has axes of its own, so a shift between the images cannot be seen. Which "
            "arguments of `subplots` make panels share?",
            topic="axes",
        ),
        mis(
            "shared-along-rows",
            _shared_along_rows,
            "Panels beside each other share their axes, although they show other features. Which "
            "panels should be compared?",
            topic="axes",
        ),
        mis(
            "test-first",
            _test_first,
            "The test image stands above. Which row was asked to come first?",
            topic="order of panels",
        ),
        mis(
            "training-only",
            _training_only,
            "Only the training table is drawn. What should it be compared with?",
            topic="panels",
        ),
        mis(
            "training-twice",
            _training_twice,
            "Both rows show the training table. Which table does your inner loop use?",
            topic="loops",
        ),
        mis(
            "both-in-each",
            _both_in_each,
            "Training and test points lie in the same panels. How can a reader tell them apart?",
            topic="panels",
        ),
        mis(
            "axes-exchanged",
            _axes_exchanged,
            "In each pair the first feature goes upwards. Which one should go to the right?",
            topic="axes",
        ),
        mis(
            "rows-of-the-table",
            _rows_of_the_table,
            "Your panels hold three points each: you took rows of the table. How do you pick a "
            "column?",
            topic="rows and columns",
        ),
        mis(
            "one-colour",
            _one_colour,
            "All points have one colour. How can a reader see whether the classes lie apart?",
            topic="colours",
        ),
        mis(
            "always-1-2-3",
            _three_names,
            "Some points are not drawn: your loop knows the labels 1, 2 and 3 alone. Which "
            "function tells the labels that occur?",
            topic="colours",
        ),
        mis(
            "colours-of-training",
            _colours_of_training,
            "The test points were to get the colours of the training labels, and there are not "
            "equally many. Which labels belong to the test row?",
            topic="colours",
        ),
        mis(
            "three-rows-of-two",
            _three_rows_of_two,
            "Training and test stand beside each other. How many rows and how many columns were "
            "asked for?",
            topic="panels",
        ),
        mis(
            "no-titles",
            _no_titles,
            "The panels are right. How does a reader know which row is the test image?",
            topic="titles",
        ),
        mis(
            "no-axis-labels",
            _no_words,
            "The panels are right. Which feature does each axis stand for?",
            topic="titles",
        ),
    ),
    variants=(_grid, _grid_pyplot, _grid_one_by_one, _grid_limits),
    hints=(
        '`plt.subplots(2, 3, sharex="col", sharey="col")` gives panels whose columns share axes.',
        "`for ax, (i, j) in zip(axes[0], [(0, 1), (0, 2), (1, 2)]):` meets the panels of one row "
        "with their pair of columns.",
        "`ax.scatter(train[:, i], train[:, j], c=train_labels)`, the same for test; then labels, "
        "titles and `return fig`.",
    ),
)
