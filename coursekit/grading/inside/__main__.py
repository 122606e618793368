"""Start the waiting process: `python -m coursekit.grading.inside LEVEL`, a socket as input."""

import sys

from coursekit.grading.inside.waiting import wait_for_work

wait_for_work(sys.argv[1])
