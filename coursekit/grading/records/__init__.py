"""What grading found, kept: the journal, nbgrader's gradebook, and scores for other systems."""
