"""E9: read one data set of a file."""

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a09_learned.files import stack_file
from coursekit.imaging.regions import textbook_learning


def _load(path, group="stack"):
    import h5py

    with h5py.File(path, "r") as file:
        return file[group][:]


def _load_and_close(path, group="stack"):
    import h5py

    file = h5py.File(str(path))
    if group not in file.keys():
        file.close()
        raise KeyError(f"no data set is called {group}")
    array = np.array(file[group])
    file.close()
    return array


def _load_all(path, group="stack"):
    import h5py

    with h5py.File(path) as file:
        everything = {name: data[()] for name, data in file.items()}
    return everything[group]


def _load_package(path, group="stack"):
    from coursekit.imaging import stacks

    try:
        return stacks.read_stack(path, group=group)
    except ValueError as error:
        raise KeyError(group) from error


# --- wrong answers ------------------------------------------------------------------------------


def _first_group(path, group="stack"):
    import h5py

    with h5py.File(path, "r") as file:
        return file[next(iter(file))][()]


def _always_stack(path, group="stack"):
    import h5py

    with h5py.File(path, "r") as file:
        return file["stack"][()]


def _first_one_instead(path, group="stack"):
    import h5py

    with h5py.File(path, "r") as file:
        return file[group if group in file else next(iter(file))][()]


def _nothing_instead(path, group="stack"):
    import h5py

    with h5py.File(path, "r") as file:
        return file[group][()] if group in file else None


def _closed(path, group="stack"):
    import h5py

    with h5py.File(path, "r") as file:
        return file[group]


def _floats(path, group="stack"):
    return _load(path, group).astype(float) / 255


def _first_plane(path, group="stack"):
    return _load(path, group)[0]


def _all_groups(path, group="stack"):
    import h5py

    with h5py.File(path, "r") as file:
        if group not in file:
            raise KeyError(group)
        return {name: data[()] for name, data in file.items()}


def _case(rng: np.random.Generator) -> Case:
    names = ["stack", "boundary", "truth", "mask"]
    groups = tuple(names[k] for k in rng.permutation(4)[: int(rng.integers(2, 4))])
    file = stack_file(groups, int(rng.integers(6)))
    drawn = rng.random()
    if drawn < 0.2 and "stack" in groups:
        return case(file, kind="the group that is asked for by default")
    if drawn < 0.7:
        group = groups[int(rng.integers(len(groups)))]
        return case(file, group=group, kind="another group")
    missing = next(one for one in names if one not in groups)
    return case(file, group=missing, kind="a group that is not there")


LOAD_STACK = Exercise(
    id="a09.load_stack",
    code="E9",
    kind="F",
    title="Read one group of a file",
    function="load_stack",
    signature='(path, group="stack")',
    minutes=4,
    reference=textbook_learning.load_stack,
    compare=cmp.array(),
    props=(prop("core", 1, "the data set of this name as an array; KeyError if there is none"),),
    cases=(
        case(
            stack_file(("stack", "boundary"), 0),
            alt='a file with the data sets "stack" and "boundary"',
        ),
        case(
            stack_file(("stack", "boundary"), 0),
            group="boundary",
            alt='a file with the data sets "stack" and "boundary"',
        ),
        case(
            stack_file(("stack", "boundary"), 0),
            group="truth",
            alt='the same file has no data set "truth"',
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "first-group",
            _first_group,
            "You read the first data set, whatever its name. How do you ask a file for one of "
            "them?",
            topic="ignores the argument",
        ),
        mis(
            "stack-always",
            _always_stack,
            'You always read "stack". Where is the argument used?',
            topic="ignores the argument",
        ),
        mis(
            "first-one-instead",
            _first_one_instead,
            "If the name is not there, you read something else and say nothing. When would anyone "
            "notice?",
            topic="silent fallback",
        ),
        mis(
            "nothing-instead",
            _nothing_instead,
            "If the name is not there, you return nothing. Which exception did we agree on?",
            topic="silent fallback",
        ),
        mis(
            "closed",
            _closed,
            "You return a data set of a file that is closed by then. What copies its values into "
            "an array first?",
            topic="open files",
        ),
        mis(
            "scaled",
            _floats,
            "You divide by 255. Should a file give back what was written?",
            topic="types",
        ),
        mis(
            "first-plane",
            _first_plane,
            "You return a single plane. How many axes has a stack?",
            topic="axes",
        ),
        mis(
            "all-groups",
            _all_groups,
            "You return all data sets. Which one was asked for?",
            topic="return values",
        ),
    ),
    variants=(_load, _load_and_close, _load_all, _load_package),
    hints=(
        '`with h5py.File(path, "r") as file:` opens the file, and closes it at the end.',
        "`file[group]` is the data set; it stops with KeyError by itself if there is none.",
        "`file[group][:]` copies the values while the file is open.",
    ),
)
