"""Every image of the course with its card. Words stand here, measured facts in facts.json."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files as package_files
from typing import Any

from coursekit.datasets import phantoms, readers
from coursekit.datasets.card import Card, File, Layer

_SKIMAGE = "scikit-image (van der Walt et al. 2014, PeerJ 2: e453)"
_RESEARCH = "Any decision about a patient."
_PHANTOM_LICENCE = "CC BY 4.0, as the course"
_PHANTOM_CITATION = "coursekit, see CITATION.cff"


@dataclass(frozen=True)
class Entry:
    """A name of the catalogue: where its words and its arrays come from."""

    kind: str
    read: Callable[..., Any]
    folder: str  # of facts.json: the files belong to it
    title: str
    licence: str
    citation: str
    made: str
    faults: str
    not_for: str
    facts: dict[str, Any] | None = None


def _phantom(draw: Callable[..., Any], title: str, made: str, faults: str) -> Entry:
    not_for = "Claims about real images; it shows effects, not tissue."
    words = (title, _PHANTOM_LICENCE, _PHANTOM_CITATION, made, faults, not_for)
    return Entry("phantom", draw, "", *words)


def _library(name: str, title: str, licence: str, citation: str, made: str, faults: str) -> Entry:
    words = (title, licence, citation, made, faults, "Tuning a method that is then reported on it.")
    return Entry("library", readers.skimage_image(name), "", *words)


def _gala(part: str) -> Entry:
    return Entry(
        "source",
        readers.gala(part),
        "gala-em",
        f"Electron microscopy of brain tissue, gala's {part} volume",
        "BSD-3-Clause (licence of the repository)",
        "Nunez-Iglesias et al. 2013, PLoS ONE 8(8): e71715; example FIB-SEM volumes of gala",
        "Focused ion beam milling and scanning electron microscopy; the boundary map tells how "
        "likely a voxel lies on a membrane, the fragments cut it into small regions. Each HDF5 "
        "file holds one array, called stack; axes (plane, row, column) as stored.",
        "The truth is 0 on the outlines of cells (7 % of the train, 9 % of the test volume); voxel "
        "sizes and the makers of the truth are not stated in the files.",
        "Choosing thresholds on the test volume.",
    )


ENTRIES: dict[str, Entry] = {
    "vessels": _phantom(
        phantoms.vessels,
        "Stained tile with dark vessels (phantom)",
        "Winding tubes filled with ink on unevenly lit tissue, blurred, with noise; a seed sets "
        "all.",
        "Tubes do not branch, and the tissue has no texture.",
    ),
    "brain": _phantom(
        phantoms.brain,
        "Slice through a head (phantom)",
        "Air, patchy scalp and bone around a folded ribbon of grey matter with white matter and "
        "ventricles inside; bias field and Rician noise; three subjects differ in age and place.",
        "Anatomy is a cartoon: no muscle, eyes, vessels or tissue between skin and brain but bone.",
    ),
    "nuclei": _phantom(
        phantoms.nuclei,
        "Sixty cell nuclei, some of them touching (phantom)",
        "Ellipses placed without overlap, blurred, with texture and noise.",
        "Real nuclei overlap, divide and are cut by the border; these do not.",
    ),
    "membranes-phantom": _phantom(
        phantoms.membranes,
        "Cells separated by membranes (phantom)",
        "Warped Voronoi cells; the walls fade in places; image and boundary map carry noise of "
        "their own.",
        "All cells have similar size; there are no organelles.",
    ),
    "three_classes": _phantom(
        phantoms.three_classes,
        "Three classes with overlapping grey values (phantom)",
        "Smooth random shapes: 62 % background, 30 % a large class, 8 % a small one; noise.",
        "The small class always lies inside the large one.",
    ),
    "kesm-vessels": Entry(
        "source",
        readers.image_and_truth("grayscale.png", "groundtruth.png"),
        "kesm-vessels",
        "Tile of a mouse brain with ink-stained blood vessels",
        "MIT (licence of the repository)",
        "KESM tile of India-ink stained mouse brain, 3Scan; ground truth traced by N. Farahani; "
        'Vemuri, "Image segmentation with Python" (Kite, 2019)',
        "Knife-edge scanning microscopy; a person traced the vessels.",
        "Vessels are dark: invert before looking for bright objects. One person, one tracing; "
        "pixels at the rim of a vessel are a matter of taste. The tissue below has bright texture.",
        _RESEARCH,
    ),
    "oasis-brain": Entry(
        "source",
        readers.image_and_truth("OAS1_0001_MR1_slice.png", "OAS1_0001_MR1_binary.png"),
        "oasis-brain",
        "Slice of a T1-weighted MRI of a head, with a brain mask",
        "OASIS-1 data use agreement; fetched, never redistributed",
        "OASIS: Marcus et al. 2007, J. Cogn. Neurosci. 19, 1498; slice and brain mask from "
        "V. Cheplygina's course repository",
        "Magnetic resonance imaging of one subject; slice and mask come from the course "
        "repository, which does not say who or what made the mask.",
        "Stored as uint16 with a maximum of 47081, not 65535. The bright ring is fat of the scalp; "
        "compact bone is dark.",
        _RESEARCH,
    ),
    "gala-em-train": _gala("train"),
    "gala-em-test": _gala("test"),
    "gala-em": _gala("test"),
    "bbbc007-sparse": Entry(
        "source",
        readers.bbbc007,
        "bbbc007-sparse",
        "Six images of fly cell nuclei with a few nuclei annotated in each",
        "not stated in the repository; fetched, never redistributed",
        "BBBC007v1 (Jones et al., ICCV Workshop 2005), Broad Bioimage Benchmark Collection (Ljosa "
        "et al., Nature Methods 2012); cropped, with sparse annotations by R. Haase",
        "Fluorescence microscopy, cropped to 340 x 340 pixels; one person drew some of the nuclei.",
        "0 means nobody looked, not background: 0.9 to 2.1 % of the pixels are annotated. Two of "
        "the annotations skip a label number. Stored as uint16, but no value is above 255.",
        "Counting unmarked pixels as errors.",
    ),
    "bbbc022": Entry(
        "source",
        readers.images(
            image="cropped_raw_image.tif",
            labels="instance_segmentation.tif",
            field="IXMtest_A02_s9.tif",
        ),
        "bbbc022",
        "Human cells in culture: a field of view and a segmented part of its nuclei",
        "CC0 1.0",
        "BBBC022 (Gustafsdottir et al., PLoS ONE 2013), Broad Bioimage Benchmark Collection (Ljosa "
        "et al., Nature Methods 2012)",
        "Fluorescence microscopy; field holds three channels (channel, row, column), and image is "
        "rows 0 to 199, columns 200 to 399 of its first. How the labels were made is not stated.",
        "The labels are no ground truth.",
        "Scoring a method against the labels as if people had drawn them.",
    ),
    "blobs": Entry(
        "source",
        readers.images(
            image="blobs.tif",
            annotation="blobs_annotations.tif",
            label_annotation="blobs_label_annotation.tif",
            labels="blobs_labeled.tif",
            labels_clesperanto="blobs_labels_clesperanto_python.tif",
            labels_imagej="blobs_labels_imagej.tif",
            labels_skimage="blobs_labels_skimage.tif",
            otsu="blobs_otsu.tif",
            otsu_watershed="blobs_otsu_watershed.tif",
            sparse_labels="blobs_sparse_labels.tif",
            reference_labels="reference_labels.tif",
        ),
        "blobs",
        "ImageJ's blobs with label images from several programs",
        "not stated in the repository; fetched, never redistributed",
        'ImageJ sample image "Blobs"; label images from BioImageAnalysisNotebooks',
        "A sample image of ImageJ; programs and people labelled it.",
        "All grey values are multiples of 8. The label images disagree on the number of blobs (61 "
        "to 64); labels_clesperanto holds floats; both masks hold 0 and 255.",
        "Calling one of the label images the truth.",
    ),
    "membranes": Entry(
        "source",
        readers.membrane_images,
        "membranes",
        "Cell membranes in fluorescence, with fragments and label images",
        "see cells3d_image_source.txt (CC0 for cells3d)",
        "scikit-image cells3d, Allen Institute for Cell Science; label images from "
        "BioImageAnalysisNotebooks",
        "Fluorescence microscopy; oversegmented, merge_annotation, cell_labels and nuclei belong "
        "to image, other_sparse_labels to other_image, points (plane, row, column) to the volume "
        "behind both; the time-lapse of other cells is by S. Kuhn, Nadler Lab.",
        "The label images are no ground truth. In nuclei the label numbers are spread over 0 to "
        "255 for display, and some nuclei have holes.",
        "Scoring a method against the labels as if people had drawn them.",
    ),
    "platynereis-3d": Entry(
        "source",
        readers.images(
            truth="Platynereis_tp7_channel1_rescaled(256x256x103)_gt.tif",
            voronoi_otsu="Platynereis_tp7_channel1_rescaled(256x256x103)_voronoi_otsu_label_image.tif",
        ),
        "platynereis-3d",
        "Labelled nuclei of a marine worm embryo: annotation and a program's result",
        "CC BY 4.0",
        "Ozpolat, B. et al., doi:10.5281/zenodo.1063531, time point 7, nuclei channel",
        "A volume of microscopy, rescaled; axes (plane, row, column). Only label images are here.",
        "The grey image itself is not part of the set. The truth skips the number 34.",
        "Comparing methods of segmentation: there is no image to segment.",
    ),
    "banana-mri-3d": Entry(
        "source",
        readers.banana,
        "banana-mri-3d",
        "MRI of a banana, 25 slices",
        "see image_source.txt",
        "Nasreddin Abolmaali, Robert Haase, OncoRay, TU Dresden",
        "Magnetic resonance imaging; spacing is the voxel size in mm: 8.8 x 0.39 x 0.39.",
        "Voxels are 22 times longer along the first axis than along the others.",
        "Measuring anything without the voxel size.",
        {"spacing": (8.8, 0.39, 0.39)},
    ),
    "surfaces": Entry(
        "source",
        readers.surfaces,
        "surfaces",
        "Two triangle meshes: a branchoid and a gastruloid",
        "CC BY 4.0 (gastruloid: Villaronga Luque & Veenvliet 2023, zenodo 7603081)",
        "gastruloid and branchoid surface meshes; Villaronga Luque & Veenvliet 2023",
        "Surfaces of segmented three-dimensional images, saved as PLY.",
        "Units are not stated in the files.",
        "Measuring in micrometres.",
    ),
    "mni152": Entry(
        "library",
        readers.mni152,
        "",
        "Mean of 152 brains in MRI, with grey and white matter",
        "Part of nilearn, which states no licence; the template's own notice (McConnell Brain "
        "Imaging Centre) allows use, copying and change if it is kept",
        "Fonov et al. 2011, NeuroImage 54(1), 313-327, doi:10.1016/j.neuroimage.2010.07.033",
        "ICBM152 2009a template of nilearn, resampled to 2 mm voxels, skull stripped; grey_matter "
        "and white_matter are probabilities. Axes: to the right, to the front, upwards.",
        "An average brain is smoother than any person's, and it has no scalp.",
        _RESEARCH,
        {"spacing": (2.0, 2.0, 2.0)},
    ),
    "coins": _library(
        "coins",
        "Greek coins from Pompeii",
        "No known copyright restrictions (Brooklyn Museum), part of scikit-image",
        f"Brooklyn Museum Collection; {_SKIMAGE}",
        "A photograph.",
        "The background shares grey values with the coins.",
    ),
    "page": _library(
        "page",
        "A scanned page of text",
        "Part of scikit-image (BSD-3-Clause); no other statement",
        _SKIMAGE,
        "A scan of a printed page.",
        "The light is uneven, so no single cut works.",
    ),
    "cell": _library(
        "cell",
        "A cell floating in saline",
        "CC0, part of scikit-image",
        "Mueller et al. 2018, Optics Express 26(8), 10729-10743, doi:10.1364/OE.26.010729",
        "Quantitative phase image from a digital hologram; pixels of 0.107 micrometres.",
        "The background has bands.",
    ),
    "microaneurysms": _library(
        "microaneurysms",
        "Microaneurysms in a retina, green channel",
        "CC0 (A. Maier), part of scikit-image",
        "Budai et al. 2013, Int. J. Biomedical Imaging, doi:10.1155/2013/154860",
        "Detail of a photograph of the back of an eye (HRF image database, 07_dr).",
        "Vessels and microaneurysms have similar grey values.",
    ),
    "retina": _library(
        "retina",
        "Human retina in colour",
        "CC0, part of scikit-image",
        "Haeggstroem 2014, WikiJournal of Medicine 1(2), doi:10.15347/wjm/2014.008",
        "Photograph of the back of a normal left eye.",
        "The light falls off towards the rim.",
    ),
    "immunohistochemistry": _library(
        "immunohistochemistry",
        "Colonic glands: FHL2 protein stained with DAB, haematoxylin counterstain",
        "No known copyright restrictions, part of scikit-image",
        f"Center for Microscopy and Molecular Imaging (CMMI); {_SKIMAGE}",
        "Bright-field microscopy.",
        "The two stains overlap in colour.",
    ),
    "horse": _library(
        "horse",
        "Outline of a horse",
        "CC0 (A. Preuss), part of scikit-image",
        f"openclipart 158377; {_SKIMAGE}",
        "A drawing.",
        "The horse is False and the background True.",
    ),
    "text": _library(
        "text",
        "A picture of letters",
        "Public domain (Wikipedia), part of scikit-image",
        f"Wikipedia, File:Corner.png; {_SKIMAGE}",
        "A photograph.",
        "The light is uneven.",
    ),
}


@lru_cache
def _facts() -> dict[str, Any]:
    text = package_files("coursekit.datasets").joinpath("facts.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@lru_cache
def card(name: str) -> Card:
    """Return the card of an entry; the caller has checked the name."""
    entry, facts = ENTRIES[name], _facts()
    layers = {
        layer: Layer(tuple(row["shape"]), row["dtype"], row["low"], row["high"])
        for layer, row in facts["layers"][name].items()
    }
    files = [File(**row) for row in facts["files"].get(entry.folder, [])]
    part = name.removeprefix("gala-em").lstrip("-") or "test"
    if entry.folder == "gala-em":
        files = [file for file in files if file.file.startswith(f"gala-em/{part}-")]
    return Card(
        name,
        entry.title,
        entry.kind,
        layers,
        entry.licence,
        entry.citation,
        entry.made,
        entry.faults,
        entry.not_for,
        tuple(files),
        entry.facts,
    )
