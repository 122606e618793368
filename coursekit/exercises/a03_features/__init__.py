"""Assignment A03: features from neighbourhoods. One module for each exercise.

A module holds right answers written differently, wrong answers that learners give, and then the
declaration. The answers are written the way learners write them.
"""

from coursekit.checking import Exercise

EXERCISES: tuple[Exercise, ...] = ()
