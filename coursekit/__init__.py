"""Learn image segmentation with Python: the library behind the course."""
