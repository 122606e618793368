"""What runs where a learner's code runs: the waiting process, its children and their walls.

Nothing here knows an exercise, a reference or a secret.
"""
