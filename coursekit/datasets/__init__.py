"""The catalogue of images, and seeded phantoms with exact truth."""
