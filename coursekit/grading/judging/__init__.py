"""The trusted side: ask the place where a learner's code runs, compare, give points."""
