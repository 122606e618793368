"""The checker engine: cases, comparison, diagnosis, verdict. It knows nothing of segmentation."""
