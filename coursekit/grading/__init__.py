"""A class of submissions becomes verdicts, gradebook, feedback and reports."""
