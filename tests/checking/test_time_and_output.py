"""A learner's function may run for ever, print, warn and draw; the page stays calm."""

import gc
import sys
import threading
import time
import types
import warnings
import weakref

import pytest

from coursekit.checking import State, case, judge, judging
from coursekit.checking.running import run


def diagnosed(exercise, function):
    """Judge a wrong function; return its diagnosis."""
    result = judge(exercise, function)
    assert result.state is State.NOT_YET, result.text
    assert result.points < result.max_points
    assert result.html
    assert result.markdown
    return result.diagnosis


# --- time ------------------------------------------------------------------------------------


def polite(values):
    while True:
        pass


def catching(values):
    while True:
        try:
            time.sleep(0.01)
        except Exception:
            continue


@pytest.mark.parametrize("endless", [polite, catching], ids=["plain", "except-Exception"])
def test_an_endless_loop_ends(make, endless):
    started = time.perf_counter()
    found = diagnosed(make(time_limit=0.05), endless)
    assert found.id == "too-slow"
    assert time.perf_counter() - started < 2


def test_a_loop_that_swallows_one_alarm_gets_another(make):
    def stubborn(values):
        for _ in range(2):
            try:
                polite(values)
            except BaseException:
                continue
        polite(values)

    assert diagnosed(make(time_limit=0.05), stubborn).id == "too-slow"


def test_a_long_call_into_c_is_reported_afterwards(make):
    def total(values):
        return float(values.sum()) + 0 * sum(range(2 * 10**7))  # the alarm waits for sum

    assert diagnosed(make(time_limit=0.02), total).id == "too-slow"


def test_without_an_alarm_a_slow_call_is_found_out_afterwards(make):
    def total(values):
        until = time.thread_time() + 0.1
        while time.thread_time() < until:
            pass
        return float(values.sum())

    found = []
    check = threading.Thread(target=lambda: found.append(judge(make(time_limit=0.02), total)))
    check.start()
    check.join()
    assert found[0].diagnosis.id == "too-slow"


def test_a_check_that_ran_out_of_time_is_never_correct(make, monkeypatch):
    monkeypatch.setattr(judging, "CHECK_LIMIT", 0.0)
    result = judge(make(), lambda values: float(values.sum()))
    assert result.state is State.NOT_YET
    assert result.points == 0
    assert result.diagnosis.id == "unfinished"


def test_no_alarm_is_left_behind(make):
    signal = pytest.importorskip("signal")
    before = signal.getsignal(signal.SIGALRM)
    judge(make(time_limit=0.02), polite)
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


# --- words and warnings ----------------------------------------------------------------------


def test_nothing_that_is_printed_reaches_the_page(make, capsys):
    def total(values):
        print("a" * 10**5)
        print("to stderr", file=sys.stderr)
        warnings.warn("old", DeprecationWarning, stacklevel=2)
        sys.stdout.close()
        return float(values.sum())

    result = judge(make(), total)
    assert result.state is State.CORRECT
    assert capsys.readouterr() == ("", "")
    assert any("Python warned while it ran: old" in note for note in result.notes)


def test_what_is_printed_is_bounded():
    def chatty():
        for _ in range(10**4):
            print("again and again")

    assert len(run(chatty, case(), 5.0).printed) == 2000


def test_a_warning_in_a_loop_is_recorded_once():
    class Grumble(UserWarning):
        """Counts itself."""

    alive = weakref.WeakSet()

    def grumbling():
        for _ in range(1000):
            warning = Grumble("again")
            alive.add(warning)
            warnings.warn(warning, stacklevel=1)
        return len(alive)

    outcome = run(grumbling, case(), 5.0)
    assert outcome.warned == ("again",)
    assert outcome.value < 5


def test_a_function_that_only_promises_leaves_no_complaint_behind(make):
    async def total(values):
        return float(values.sum())

    assert "an object of type coroutine" in diagnosed(make(), total).text
    gc.collect()  # an unawaited coroutine would complain now, and a complaint fails the test


def test_figures_of_the_function_do_not_reach_the_page(make):
    pyplot = pytest.importorskip("matplotlib.pyplot")

    def total(values):
        pyplot.figure()
        return float(values.sum())

    before = pyplot.get_fignums()
    assert judge(make(), total).state is State.CORRECT
    assert pyplot.get_fignums() == before


def test_what_is_displayed_in_a_notebook_does_not_reach_the_page(make, monkeypatch):
    ipython = pytest.importorskip("IPython")
    shown = []

    class Page:
        """Where a notebook's rich output goes."""

        def publish(self, *args, **kwargs):
            shown.append(args)

    shell = types.SimpleNamespace(display_pub=Page())
    for module in (ipython, ipython.core.getipython):
        monkeypatch.setattr(module, "get_ipython", lambda: shell)

    def total(values):
        shell.display_pub.publish({"text/plain": "inside"})
        return float(values.sum())

    assert judge(make(), total).state is State.CORRECT
    shell.display_pub.publish("outside")
    assert shown == [("outside",)]


def test_a_first_call_that_imports_a_large_library_gets_a_second_try(make):
    calls = []

    def slow_once(values):
        calls.append(1)
        end = time.process_time() + (0.6 if len(calls) == 1 else 0)  # twice the limit of the task
        while time.process_time() < end:
            pass
        return float(values.sum())

    assert judge(make(), slow_once).state is State.CORRECT
