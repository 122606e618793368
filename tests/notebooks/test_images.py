import pytest

from coursekit import datasets
from coursekit.notebooks.images import missing_images, require_images


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "a09a-vessels.py"
    path.write_text('for name in ("kesm-vessels", "nuclei"):\n    datasets.load_for_lesson(name)')
    return path


@pytest.fixture
def unreachable(monkeypatch):
    def load(name):
        raise datasets.DataError(f"{name} cannot be had.")

    monkeypatch.setattr(datasets, "load", load)


@pytest.mark.usefixtures("unreachable")
def test_only_real_images_can_be_missing(script):
    assert missing_images([script]) == ["kesm-vessels"]


def test_nothing_is_missing_when_every_image_can_be_had(script, monkeypatch):
    monkeypatch.setattr(datasets, "load", lambda name: None)
    assert missing_images([script]) == []
    require_images([script])


@pytest.mark.usefixtures("unreachable")
def test_outputs_of_stand_ins_are_not_stored(script):
    with pytest.raises(datasets.DataError, match=r"show kesm-vessels, and .* cannot be had"):
        require_images([script])
