"""The waiting process: it imports what lessons use, once, and forks a child for each notebook.

It runs no line of a learner and holds nothing that a learner may not see. The grader speaks to it
over a socket: "start" with the child's end of a socket of its own, and "end" with a child's number.
"""

import gc
import os
import shutil
import signal
import socket
import tempfile
import threading
import time
from typing import Any

from coursekit.grading.inside import stand_in, walls
from coursekit.grading.inside.child import serve
from coursekit.grading.inside.shell import LessonShell
from coursekit.grading.isolation import NOBODY, Level
from coursekit.grading.wire import Channel

START, END = b"s", b"e"
A_MOMENT = 0.02  # seconds


def wait_for_work(level: str) -> None:
    """Import everything, say that it is done, and serve the grader until it hangs up."""
    control = socket.socket(fileno=os.dup(0))
    if level == Level.FULL and os.getuid() == 0:
        walls.become_nobody(NOBODY)
    shell = _warm_up()
    if threading.active_count() != 1:
        raise RuntimeError("the waiting process must have one thread: a fork copies only one.")
    control.send(b"ready")
    while True:
        words, handles, _, _ = socket.recv_fds(control, 64, 1)
        if words[:1] == START:
            control.send(_start(level, handles[0], shell, control))
        elif words[:1] == END:
            control.send(_end(*map(int, words[1:].split())))
        else:
            return


def _warm_up() -> LessonShell:
    """Import what lessons import, draw a figure, and put the quiet stand-ins in place."""
    import io

    import h5py  # noqa: F401
    import matplotlib.pyplot as plt
    import skimage.feature
    import skimage.filters
    import skimage.measure
    import skimage.morphology
    import skimage.segmentation
    import skimage.transform
    import skimage.util  # noqa: F401
    import sklearn.cluster
    import sklearn.ensemble
    import sklearn.linear_model
    import sklearn.metrics
    import sklearn.neighbors
    import sklearn.pipeline
    import sklearn.preprocessing  # noqa: F401

    from coursekit import datasets, imaging, plotting  # noqa: F401

    datasets.load_for_lesson("kesm-vessels")  # for what it imports
    figure, axes = plt.subplots(1, 2, layout="constrained")
    axes[0].imshow([[0, 1]])
    axes[1].hist([1, 2], label="a")
    axes[1].legend()
    figure.savefig(io.BytesIO(), format="png")
    plt.close("all")
    stand_in.put_in_place()
    shell = LessonShell.instance()
    gc.collect()
    gc.freeze()  # a child's collector need not touch, and so copy, what is shared
    return shell


def _start(level: str, handle: int, shell: LessonShell, control: socket.socket) -> bytes:
    """Fork a child that serves the socket `handle`; return its number and its watcher's."""
    reading, writing = os.pipe()
    watcher = os.fork()
    if watcher == 0:
        try:
            os.close(reading)
            control.close()
            _become_child(level, handle, writing, shell)
        finally:
            os._exit(1)
    os.close(writing)
    os.close(handle)
    child = os.read(reading, 16)
    os.close(reading)
    return b"%d %d" % (watcher, int(child or 0))


def _become_child(level: str, handle: int, writing: int, shell: LessonShell) -> None:
    """Build the walls and serve; the watcher outside of them waits for the end."""
    end = Channel(socket.socket(fileno=handle))
    folder = None if level == Level.FULL else tempfile.mkdtemp(prefix="coursekit-")
    try:
        child = os.fork() if folder else walls.go_behind()
    except OSError as error:
        end.send({"fault": f"The walls could not be built: {error}"}, [], 10)
        return
    if child:
        os.write(writing, b"%d" % child)
        os.close(writing)
        end.close()
        if folder:
            _see_out(child)
            shutil.rmtree(folder, ignore_errors=True)
        else:
            os.waitpid(child, 0)
        return
    os.close(writing)
    if folder:
        _enter(folder, level)
    _close_all_but(handle)
    serve(end, shell)
    os._exit(0)


def _see_out(child: int) -> None:
    """Wait for a child's end where there are no walls that end it with the waiting process."""
    waiting = os.getppid()
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if os.getppid() != waiting:
            _kill(child)
        time.sleep(A_MOMENT)


def _enter(folder: str, level: str) -> None:
    """Work in a folder and a process group of one's own, where there are no other walls."""
    os.setsid()
    os.chdir(folder)
    if level == Level.BASIC:
        walls.limit()


def _close_all_but(handle: int) -> None:
    """Keep the socket and silent standard streams only."""
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    os.closerange(3, handle)
    os.closerange(handle + 1, 1 << 10)


def _end(watcher: int, child: int) -> bytes:
    """Kill a child, wait for its watcher, and tell how many processor seconds both used."""
    if child:
        _kill(child)
    usage: Any = os.wait4(watcher, 0)[2]
    return repr(usage.ru_utime + usage.ru_stime).encode()


def _kill(child: int) -> None:
    """Kill a child and its process group."""
    for kill in (os.kill, os.killpg):
        try:
            kill(child, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
