import numpy as np
import pytest

from coursekit import datasets


def test_a_slice_has_a_class_for_each_pixel_of_the_brain():
    image, labels = datasets.mni152_slice(50)
    inside = np.rot90(datasets.load("mni152").mask[:, :, 50])
    assert image.shape == labels.shape == inside.shape
    np.testing.assert_array_equal(labels > 0, inside)
    means = [image[labels == label].mean() for label in (1, 2, 3)]
    assert means == sorted(means)  # fluid is darkest, white matter brightest


def test_without_noise_a_slice_is_that_of_the_template():
    volume = datasets.load("mni152").image
    image, _ = datasets.mni152_slice(45, noise=0)
    np.testing.assert_array_equal(image, np.rot90(volume[:, :, 45]) / volume.max())


def test_the_number_of_the_slice_is_the_seed_of_its_noise():
    first, second = (datasets.mni152_slice(45)[0] for _ in range(2))
    np.testing.assert_array_equal(first, second)
    noise = first - datasets.mni152_slice(45, noise=0)[0]
    assert noise.std() == pytest.approx(0.05, rel=0.02)


@pytest.mark.parametrize("z", [-1, 95])
def test_a_slice_outside_the_head_is_refused(z):
    with pytest.raises(ValueError, match=f"z must be 0 to 94, got {z}"):
        datasets.mni152_slice(z)
