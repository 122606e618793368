"""Reference implementations of the course: arrays in, arrays out, numpy and scipy first."""
