"""E8: grow each nucleus to its cell."""

import numpy as np
import scipy

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen


def _cells(nuclei, membrane, mask):
    return imaging.flood(membrane, nuclei, mask)


def _cells_skimage(nuclei, membrane, mask):
    from skimage.segmentation import watershed

    return watershed(membrane, markers=nuclei, mask=mask)


def _cells_cut_first(nuclei, membrane, mask):
    inside = np.where(mask, nuclei, 0)
    walls = membrane.astype(float) - membrane.min()
    return np.array(imaging.flood(walls / 10, inside, mask), dtype=np.int32)


def _cells_one_pixel_after_the_other(nuclei, membrane, mask):
    cells = np.where(mask, nuclei, 0)
    shore = [(row, column) for row, column in zip(*np.nonzero(cells))]
    while shore:
        shore.sort(key=lambda pixel: membrane[pixel])
        row, column = shore.pop(0)
        for r, c in ((row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column)):
            inside = 0 <= r < mask.shape[0] and 0 <= c < mask.shape[1]
            if inside and mask[r, c] and cells[r, c] == 0:
                cells[r, c] = cells[row, column]
                shore.append((r, c))
    return cells


# --- wrong answers ------------------------------------------------------------------------------


def _renumbered(nuclei, membrane, mask):
    return imaging.flood(membrane, imaging.label_components(nuclei > 0), mask)


def _mask_afterwards(nuclei, membrane, mask):
    return np.where(mask, imaging.flood(membrane, nuclei), 0)


def _membrane_itself(nuclei, membrane, mask):
    """Components of what is dark between the membranes."""
    inside = (membrane < imaging.otsu_in_bins(membrane)) & mask
    return imaging.label_components(inside)


def _case(rng: np.random.Generator) -> Case:
    size = gen.shape(rng, 6, 10)
    if size[0] == 1:
        size = (2, 9)
    membrane = scipy.ndimage.gaussian_filter(rng.normal(size=size), 0.8)
    membrane = np.argsort(np.argsort(membrane.ravel())).reshape(size)  # no two alike
    nuclei = np.zeros(size, dtype=rng.choice(["int64", "int32"]))
    numbers = 1 + rng.choice(12, size=int(rng.integers(2, 5)), replace=False)
    for number in numbers:
        row, column = rng.integers(0, np.array(size) - 1)
        nuclei[row : row + 2, column : column + 2] = number
    mask = scipy.ndimage.binary_dilation(nuclei > 0, iterations=2)
    mask &= (rng.random(size) < 0.93) | (nuclei > 0)
    where = {"prop": "numbers", "kind": "numbers with gaps"} if rng.random() < 0.5 else {}
    return case(nuclei, membrane, mask, **{"kind": "other nuclei", **where})


_NUCLEI = np.array([[0, 0, 0, 0, 0, 0], [0, 7, 0, 0, 2, 0], [0, 0, 0, 0, 2, 0]])
_MEMBRANE = gen.u8([[6, 2, 4, 53, 12, 9], [7, 1, 60, 13, 5, 8], [3, 10, 57, 14, 11, 15]])

CELLS_FROM_NUCLEI = Exercise(
    id="a07.cells_from_nuclei",
    code="E8",
    kind="F",
    title="From nuclei to cells",
    function="cells_from_nuclei",
    signature="(nuclei, membrane, mask)",
    minutes=4,
    reference=imaging.cells_from_nuclei,
    compare=cmp.labels(),
    props=(
        prop("core", 1, "each cell ends at its membrane, and at the mask"),
        prop("numbers", 0.5, "a cell has the number of its nucleus", cmp.array(kinds="iu")),
        prop(TYPE, 0.5, "whole numbers; nuclei, membrane and mask are unchanged"),
    ),
    cases=(
        case(
            _NUCLEI,
            _MEMBRANE,
            gen.flags([[0, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 0]]),
            alt="nuclei 7 and 2 with a bright membrane nearer to nucleus 7",
        ),
        case(
            _NUCLEI,
            _MEMBRANE,
            np.ones((3, 6), bool),
            prop="numbers",
            alt="the same nuclei and membrane, a mask of all pixels",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "nuclei-flooded",
            lambda nuclei, membrane, mask: imaging.flood(nuclei, nuclei, mask),
            "The landscape is the image of the nuclei. In which channel are the walls between the "
            "cells?",
            topic="landscape",
        ),
        mis(
            "arguments-exchanged",
            lambda nuclei, membrane, mask: imaging.flood(nuclei, membrane, mask),
            "Your cells have grey values as numbers: the membrane picture stands in the place of "
            "the markers. Which argument of `flood` comes first?",
            topic="landscape",
        ),
        mis(
            "membrane-upside-down",
            lambda nuclei, membrane, mask: imaging.flood(-membrane.astype(float), nuclei, mask),
            "Your membranes are valleys, and water runs along them. Should a wall be high or low?",
            topic="polarity",
        ),
        mis(
            "flat",
            lambda nuclei, membrane, mask: imaging.flood(np.zeros(mask.shape), nuclei, mask),
            "Cells end in the middle between two nuclei. Which argument knows where the membrane "
            "is?",
            topic="landscape",
        ),
        mis(
            "renumbered",
            _renumbered,
            "You number the nuclei anew, and nuclei that touch become one. Which numbers do they "
            "have already?",
            topic="label image",
        ),
        mis(
            "no-mask",
            lambda nuclei, membrane, mask: imaging.flood(membrane, nuclei),
            "The cells fill the whole image. Which argument says where cells are?",
            topic="mask",
        ),
        mis(
            "mask-afterwards",
            _mask_afterwards,
            "The mask is applied at the end. Which way may water have taken before that?",
            topic="mask",
        ),
        mis(
            "nuclei-only",
            lambda nuclei, membrane, mask: np.where(mask, nuclei, 0),
            "These are the nuclei. Who gives a number to the rest of each cell?",
            topic="markers",
        ),
        mis(
            "dark-parts",
            _membrane_itself,
            "You number what is dark between the membranes. What happens where a membrane has a "
            "gap, and what are the nuclei for?",
            topic="components",
        ),
    ),
    variants=(_cells, _cells_skimage, _cells_cut_first, _cells_one_pixel_after_the_other),
    hints=(
        "One of the three arguments is the landscape, one holds the markers, one is the mask.",
        "Membranes are bright, so they are walls already. The nuclei have their numbers already.",
        "`imaging.flood(landscape, markers, mask)`: which argument goes where?",
    ),
)
