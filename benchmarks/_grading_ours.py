"""Grade a course folder with coursekit, in a process of its own that can be measured."""

import argparse
from pathlib import Path


def grade(course: Path, workers: int, scheduler: str = "") -> None:
    """Grade all submissions of all assignments: the one call that the benchmark times."""
    from coursekit.grading.isolation import Level
    from coursekit.grading.run import Settings, grade_course

    secret = (course / "secret.txt").read_text(encoding="utf-8").strip()
    settings = Settings(workers=workers, scheduler=scheduler, level=Level.FULL, secret=secret)
    grade_course(course, settings=settings)


def main() -> None:
    """Read the folder and how to share the work, then grade."""
    parser = argparse.ArgumentParser()
    parser.add_argument("course", type=Path)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--cluster", type=int, default=0, help="workers of a dask LocalCluster")
    options = parser.parse_args()
    if not options.cluster:
        grade(options.course, options.workers)
        return
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=options.cluster, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        grade(options.course, options.cluster, cluster.scheduler_address)


if __name__ == "__main__":
    main()
