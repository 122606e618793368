"""Tests of reading and writing stacks; foreign files are made with Pillow, h5py and tifffile."""

import h5py
import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from coursekit.imaging import read_stack, stacks, write_stack

NAMES = ["stack.tif", "stack.TIFF", "stack.h5", "stack.hdf5", "stack"]
TYPES = ["bool", "uint8", "uint16", "int32", "int64", "uint64", "float16", "float32", "float64"]


def volume(shape=(4, 5, 6), dtype="uint8", seed=0):
    return (np.random.default_rng(seed).random(shape) * 200).astype(dtype)


def names_in(folder):
    return sorted(file.name for file in folder.iterdir())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dtype", TYPES)
def test_a_stack_comes_back_as_it_was_written(tmp_path, name, dtype):
    stack = volume(dtype=dtype)
    write_stack(tmp_path / name, stack)
    back = read_stack(tmp_path / name)
    np.testing.assert_array_equal(back, stack)
    assert back.dtype == stack.dtype
    assert names_in(tmp_path) == [name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "shape",
    [(1, 5, 6), (4, 1, 1), (1, 1, 1), (3, 4, 3), (12, 2, 2), (4, 5, 6, 3), (3, 5, 6, 2), (2,) * 5],
    ids=str,
)
def test_shapes_come_back_too(tmp_path, name, shape):
    stack = volume(shape)
    write_stack(tmp_path / name, stack)
    np.testing.assert_array_equal(read_stack(tmp_path / name), stack)


@given(
    stack=hnp.arrays(
        st.sampled_from(["uint8", "int16", "float32"]),
        hnp.array_shapes(min_dims=3, max_dims=4, max_side=5),
    ),
    name=st.sampled_from(NAMES),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_values_come_back(tmp_path_factory, stack, name):
    path = tmp_path_factory.mktemp("any") / name
    write_stack(path, stack)
    np.testing.assert_array_equal(read_stack(path), stack)


def test_any_layout_in_memory_will_do(tmp_path):
    stack = volume()[::-1, :, ::2].T
    for name in NAMES:
        write_stack(str(tmp_path / name), stack)
        np.testing.assert_array_equal(read_stack(str(tmp_path / name)), stack)


def test_images_of_a_folder_are_sorted_by_number_and_other_files_left_out(tmp_path):
    for number in (10, 9, 1, 100):
        Image.fromarray(np.full((3, 4), number, np.uint8)).save(tmp_path / f"slice{number}.png")
    (tmp_path / "notes.txt").write_text("no image", encoding="utf-8")
    (tmp_path / ".slice5.png").write_bytes(b"")
    assert read_stack(tmp_path)[:, 0, 0].tolist() == [1, 9, 10, 100]


def test_words_in_the_names_sort_before_the_numbers(tmp_path):
    for value, name in enumerate(["a2", "a10", "b1"]):
        Image.fromarray(np.full((3, 4), value, np.uint8)).save(tmp_path / f"{name}.png")
    assert read_stack(tmp_path)[:, 0, 0].tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("suffix", "dtype"),
    [("png", "uint8"), ("png", "uint16"), ("tif", "uint8"), ("tif", "uint16"), ("bmp", "uint8")],
)
def test_a_folder_of_foreign_images_is_read_with_its_type(tmp_path, suffix, dtype):
    stack = volume(dtype=dtype)
    for number, plane in enumerate(stack):
        Image.fromarray(plane).save(tmp_path / f"{number}.{suffix}")
    back = read_stack(tmp_path)
    np.testing.assert_array_equal(back, stack)
    assert back.dtype == dtype


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        pytest.param((3, 4, 5), (3, 4, 5), id="pages"),
        pytest.param((1, 4, 5), (1, 4, 5), id="one-page"),
        pytest.param((3, 4, 5, 3), (3, 4, 5, 3), id="colour-pages"),
        pytest.param((1, 4, 5, 3), (1, 4, 5, 3), id="one-colour-page"),
    ],
)
def test_a_foreign_tiff_has_planes_first(tmp_path, shape, expected):
    stack = volume(shape)
    pages = [Image.fromarray(page) for page in stack]
    pages[0].save(tmp_path / "pages.tif", save_all=True, append_images=pages[1:])
    np.testing.assert_array_equal(read_stack(tmp_path / "pages.tif"), stack)
    assert read_stack(tmp_path / "pages.tif").shape == expected


def test_the_layout_of_gala_is_read(tmp_path):
    """One data set called "stack", compressed with LZF."""
    stack = volume(dtype="int64")
    with h5py.File(tmp_path / "ws.lzf.h5", "w") as file:
        file.create_dataset("stack", data=stack, compression="lzf")
    np.testing.assert_array_equal(read_stack(tmp_path / "ws.lzf.h5"), stack)


def test_a_data_set_has_the_name_it_was_given_and_the_others_stay(tmp_path):
    path, image, labels = tmp_path / "all.h5", volume(), volume(dtype="int32", seed=1)
    write_stack(path, image, group="raw/image")
    write_stack(path, labels, group="labels")
    np.testing.assert_array_equal(read_stack(path, group="raw/image"), image)
    np.testing.assert_array_equal(read_stack(path, group="labels"), labels)
    write_stack(path, image, group="labels", overwrite=True)
    np.testing.assert_array_equal(read_stack(path, group="labels"), image)
    np.testing.assert_array_equal(read_stack(path, group="raw/image"), image)


@pytest.mark.parametrize("name", ["stack.tif", "stack.h5"])
def test_what_exists_is_replaced_only_if_asked_for(tmp_path, name):
    path = tmp_path / name
    write_stack(path, volume())
    with pytest.raises(FileExistsError, match="must be new without overwrite=True"):
        write_stack(path, volume(seed=1))
    np.testing.assert_array_equal(read_stack(path), volume())
    write_stack(path, volume(seed=1), overwrite=True)
    np.testing.assert_array_equal(read_stack(path), volume(seed=1))
    assert names_in(tmp_path) == [name]


def test_a_folder_with_something_in_it_is_never_replaced(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    write_stack(folder, volume())
    for overwrite in (False, True):
        with pytest.raises(FileExistsError, match="a new file or an empty folder"):
            write_stack(folder, volume(seed=1), overwrite=overwrite)
    np.testing.assert_array_equal(read_stack(folder), volume())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("existing", [False, True], ids=["new", "existing"])
def test_nothing_half_written_stays(tmp_path, monkeypatch, name, existing):
    """The disk is full after some bytes; what was there before is still there."""
    path = tmp_path / name
    if existing and name != "stack":
        write_stack(path, volume())
    before = names_in(tmp_path)

    def fail_late(real):
        def write(draft, *arguments, **options):
            real(draft, *arguments, **options)
            raise OSError("No space left on device")

        return write

    monkeypatch.setattr(tifffile, "imwrite", fail_late(tifffile.imwrite))
    monkeypatch.setattr(h5py.Group, "create_dataset", fail_late(h5py.Group.create_dataset))
    with pytest.raises(OSError, match="No space left"):
        write_stack(path, volume(seed=1), overwrite=True)
    assert names_in(tmp_path) == before
    if before:
        np.testing.assert_array_equal(read_stack(path), volume())


@pytest.mark.parametrize("name", ["bad.tif", "bad.h5", "bad/0.png", "bad/0.tif"])
@pytest.mark.parametrize("kind", ["nonsense", "empty", "cut"])
def test_a_damaged_file_is_named(tmp_path, capfd, name, kind):
    whole = tmp_path / ("whole" + name[name.rindex(".") :])
    if whole.suffix == ".png":
        Image.fromarray(volume((1, 30, 40))[0]).save(whole)
    else:
        write_stack(whole, volume((1, 30, 40)))
    data = whole.read_bytes()
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes({"nonsense": b"nothing", "empty": b"", "cut": data[: len(data) // 2]}[kind])
    with pytest.raises(ValueError, match=r"path must be an? .*bad"):
        read_stack(tmp_path / name.split("/")[0])
    assert capfd.readouterr().err == ""


def test_planes_of_different_shapes_or_types_are_named(tmp_path):
    Image.fromarray(np.zeros((3, 4), np.uint8)).save(tmp_path / "0.png")
    Image.fromarray(np.zeros((3, 5), np.uint8)).save(tmp_path / "1.png")
    with pytest.raises(ValueError, match=r"\(3, 4\) uint8 in 0.png and \(3, 5\) uint8 in 1.png"):
        read_stack(tmp_path)
    Image.fromarray(np.zeros((3, 4), np.uint16)).save(tmp_path / "1.png")
    with pytest.raises(ValueError, match=r"\(3, 4\) uint16 in 1.png"):
        read_stack(tmp_path)


def test_pages_of_different_shapes_are_refused(tmp_path):
    pages = [Image.fromarray(np.zeros((rows, 4), np.uint8)) for rows in (3, 5)]
    pages[0].save(tmp_path / "pages.tif", save_all=True, append_images=pages[1:])
    with pytest.raises(ValueError, match=r"several shapes: \(3, 4\), \(5, 4\)"):
        read_stack(tmp_path / "pages.tif")


def test_a_stack_in_a_folder_of_planes_is_refused(tmp_path):
    tifffile.imwrite(tmp_path / "0.tif", volume(), photometric="minisblack")
    with pytest.raises(ValueError, match="one image each, got 4"):
        read_stack(tmp_path)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(ValueError, match="path must hold images"):
        read_stack(tmp_path)


def test_a_wrong_group_is_answered_with_the_names_that_there_are(tmp_path):
    path = tmp_path / "some.h5"
    write_stack(path, volume(), group="raw/image")
    for group in ("stack", "raw"):
        with pytest.raises(ValueError, match=rf"\(raw/image\), got '{group}'"):
            read_stack(path, group=group)
    with pytest.raises(ValueError, match="must be a data set, got the folder 'raw'"):
        write_stack(path, volume(), group="raw", overwrite=True)
    np.testing.assert_array_equal(read_stack(path, group="raw/image"), volume())


def test_a_data_set_without_numbers_is_refused(tmp_path):
    with h5py.File(tmp_path / "some.h5", "w") as file:
        file["stack"] = "text"
        file["table"] = np.zeros((2, 3))
    with pytest.raises(TypeError, match="stack must hold numbers"):
        read_stack(tmp_path / "some.h5")
    with pytest.raises(ValueError, match=r"table must have three dimensions .*got shape \(2, 3\)"):
        read_stack(tmp_path / "some.h5", group="table")


@pytest.mark.parametrize(
    ("name", "stack", "error", "message"),
    [
        pytest.param("a.tif", [[1, 2]], ValueError, r"three dimensions .*\(1, 2\)", id="2d"),
        pytest.param("a.tif", [[["a"]]], TypeError, "stack must hold numbers", id="text"),
        pytest.param("a.tif", np.zeros((0, 3, 3)), ValueError, "at least one pixel", id="empty"),
        pytest.param("a.raw", volume(), ValueError, r"end in .tif.*a\.raw", id="format"),
        pytest.param("no/a.tif", volume(), FileNotFoundError, "in a folder that exists", id="no"),
        pytest.param("file", volume(), FileExistsError, "got the file", id="no-folder"),
        pytest.param("file/a.tif", volume(), FileNotFoundError, "in a folder", id="in-a-file"),
    ],
)
def test_other_arguments_are_refused(tmp_path, name, stack, error, message):
    (tmp_path / "file").touch()
    with pytest.raises(error, match=message):
        write_stack(tmp_path / name, stack, overwrite=True)
    assert names_in(tmp_path) == ["file"]


@pytest.mark.parametrize("group", ["", "stack/inside"])
def test_an_impossible_name_of_a_data_set_leaves_the_file_alone(tmp_path, group):
    path = tmp_path / "some.h5"
    write_stack(path, volume())
    with pytest.raises(ValueError, match="group must"):
        write_stack(path, volume(), group=group)
    with pytest.raises(ValueError, match="group must"):
        read_stack(path, group=group)
    np.testing.assert_array_equal(read_stack(path), volume())


@pytest.mark.parametrize("name", ["a.tif", "a.h5", "a"])
def test_what_is_not_there_cannot_be_read(tmp_path, name):
    with pytest.raises(FileNotFoundError, match="that exists"):
        read_stack(tmp_path / name)


def test_a_file_without_a_suffix_cannot_be_read(tmp_path):
    (tmp_path / "stack").touch()
    with pytest.raises(ValueError, match="path must be a folder or end in"):
        read_stack(tmp_path / "stack")


def test_the_formats_of_the_docstring_are_the_formats_of_the_code():
    for suffix in (*stacks._TIFF, *stacks._HDF5):
        assert suffix in stacks.__doc__
