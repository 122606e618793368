"""The cards are true, and what they promise can be loaded."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from coursekit import datasets
from coursekit.datasets.card import Layer
from coursekit.datasets.cards import cards_page

SETS = [  # the names of the sources' sets
    "banana-mri-3d",
    "bbbc007-sparse",
    "bbbc022",
    "blobs",
    "gala-em",
    "kesm-vessels",
    "membranes",
    "oasis-brain",
    "platynereis-3d",
    "surfaces",
]
SOURCES = [name for name in datasets.names() if datasets.card(name).kind == "source"]
OFFLINE = [name for name in datasets.names() if name not in SOURCES]


def arrays_of(sample):
    for name, value in vars(sample).items():
        if isinstance(value, np.ndarray):
            yield name, value
        elif isinstance(value, tuple) and value and isinstance(value[0], np.ndarray):
            yield name, np.stack(value)


def assert_card_is_true(name):
    sample = datasets.load(name)
    found = dict(arrays_of(sample))
    assert set(found) == set(sample.card.layers)
    for layer, array in found.items():
        told = sample.card.layers[layer]
        measured = Layer.of(array)
        assert (measured.shape, measured.dtype) == (told.shape, told.dtype), layer
        if sample.card.kind != "phantom":  # other versions of NumPy may draw other noise
            assert (measured.low, measured.high) == pytest.approx((told.low, told.high), abs=1e-5)


@pytest.mark.parametrize("name", OFFLINE)
def test_the_card_of_an_offline_image_is_true(name):
    assert_card_is_true(name)


@pytest.mark.real_data
@pytest.mark.parametrize("name", SOURCES)
def test_the_card_of_a_real_image_is_true(name):
    assert_card_is_true(name)


@pytest.mark.parametrize("name", SETS)
def test_every_set_of_the_sources_has_an_entry_with_pinned_files(name):
    card = datasets.card(name)
    assert card.files
    for file in card.files:
        assert len(file.sha256) == 64
        assert file.url.startswith("https://")
        assert file.bytes > 0


@pytest.mark.parametrize("name", datasets.names())
def test_a_card_is_complete(name):
    card = datasets.card(name)
    for words in (card.title, card.licence, card.citation, card.made, card.faults, card.not_for):
        assert words.strip()
    assert name in str(card)
    assert card.title in str(card)


def test_the_page_of_cards_is_up_to_date():
    page = Path(__file__).parents[2] / "datasets" / "README.md"
    assert page.read_text(encoding="utf-8") == cards_page(), "run `coursekit data cards`"


@pytest.mark.real_data
def test_the_card_of_an_entry_starts_with_its_image():
    card, tile = datasets.card("kesm-vessels"), datasets.load("kesm-vessels").image
    assert (card.shape, card.dtype) == (tile.shape, str(tile.dtype))
    assert card.range == (tile.min(), tile.max())


def skipped_numbers(labels):
    return set(range(labels.max() + 1)) - set(np.unique(labels))


@pytest.mark.real_data
def test_the_faults_on_the_cards_are_true():
    sparse = datasets.load("bbbc007-sparse").annotations
    shares = [np.mean(annotation > 0) for annotation in sparse]
    assert (round(min(shares), 3), round(max(shares), 3)) == (0.009, 0.021)
    assert sum(bool(skipped_numbers(annotation)) for annotation in sparse) == 2
    assert skipped_numbers(datasets.load("platynereis-3d").truth) == {34}
    assert not (datasets.load("blobs").image % 8).any()
    culture = datasets.load("bbbc022")
    assert np.array_equal(culture.field[0, :200, 200:400], culture.image)
    for part, share in (("train", 0.07), ("test", 0.09)):
        assert round(np.mean(datasets.load(f"gala-em-{part}").truth == 0), 2) == share


@pytest.mark.real_data
def test_the_vessel_tile_is_as_stored_with_a_boolean_truth():
    tile = datasets.load("kesm-vessels")
    assert (tile.image.dtype, tile.truth.dtype) == (np.uint8, np.bool_)
    assert int(tile.truth.sum()) == 5595 + 1863  # the vessel pixels that Otsu finds and misses


@pytest.mark.real_data
def test_the_fragments_of_gala_cover_the_test_volume():
    volume = datasets.load("gala-em-test")
    assert volume.image.shape == volume.boundary.shape == volume.truth.shape
    assert np.unique(volume.fragments).size == 214


@pytest.mark.real_data
def test_the_meshes_are_closed_surfaces():
    sample = datasets.load("surfaces")
    for name in ("branchoid", "gastruloid"):
        vertices, faces = getattr(sample, f"{name}_vertices"), getattr(sample, f"{name}_faces")
        assert faces.min() == 0
        assert faces.max() == len(vertices) - 1
        assert len(faces) % 2 == 0  # each edge lies in two triangles: 3 F = 2 E


def test_arrays_cannot_be_written_to():
    image = datasets.load("nuclei").image
    with pytest.raises(ValueError, match="read-only"):
        image[0, 0] = 1


def test_an_unknown_name_is_answered_with_near_ones():
    with pytest.raises(ValueError, match=r"No image is called 'kesm'\. Did you mean kesm-vessels"):
        datasets.load("kesm")
    with pytest.raises(ValueError, match="Choose from vessels, brain"):
        datasets.card("zzz")


def test_parameters_belong_to_phantoms():
    with pytest.raises(TypeError, match="coins takes no parameters, got seed"):
        datasets.load("coins", seed=1)
    assert datasets.load("membranes", seed=1, shape=(30, 40), n=6).truth.max() == 6


def test_importing_the_catalogue_is_quick_and_light():
    code = "import sys, coursekit.datasets; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"matplotlib", "sklearn", "skimage", "scipy", "nilearn", "h5py", "pooch"}
    assert heavy.isdisjoint(run.stdout.split())


def test_the_phantoms_can_be_reached_as_functions():
    drawn = datasets.phantoms.vessels(seed=2, shape=(64, 64), n=3)
    assert np.array_equal(
        drawn["image"], datasets.load("vessels", seed=2, shape=(64, 64), n=3).image
    )
    with pytest.raises(AttributeError, match="has no attribute 'phantom'"):
        _ = datasets.phantom


def test_a_sample_shows_its_arrays():
    assert ".truth: int32, shape (256, 256)" in repr(datasets.load("nuclei"))
