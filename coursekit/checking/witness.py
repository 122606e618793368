"""Search the few cases that tell every typical wrong answer from the right one and each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from coursekit.checking.answering import Answer, AnswerKey, Here, answer
from coursekit.checking.cases import case_from_seed
from coursekit.checking.declaration import Case, Exercise
from coursekit.checking.diagnosis import same_answer
from coursekit.checking.judging import try_cases
from coursekit.checking.shown import input_size

RIGHT = "reference"
FEWEST = 2  # so that an answer made of the public cases' results never passes
Pair = tuple[str, str]


@dataclass(frozen=True)
class Witnesses:
    """Frozen seeds of an exercise, and the pairs of answers that no drawn case tells apart."""

    id: str
    seeds: tuple[int, ...]
    inseparable: tuple[Pair, ...]

    def __str__(self) -> str:
        lines = [f"{self.id}: {len(self.seeds)} witnesses"]
        lines += [f"  no case tells {one} from {two}" for one, two in self.inseparable]
        return "\n".join(lines)


def find_witnesses(exercise: Exercise, draws: int = 200) -> Witnesses:
    """Pick seeds greedily, each time the one that separates most of what is left; small first.

    Parameters
    ----------
    exercise : Exercise
        Its public cases count already: what they separate needs no witness.
    draws : int, default 200
        Seeds 0, 1, ... that are tried.
    """
    names = [RIGHT, *(mis.name for mis in exercise.misconceptions)]
    left = set(combinations(names, 2)) - _declared_equal(exercise)
    for case in exercise.cases:
        left -= _separated(exercise, case)
    chosen: list[int] = []
    powers = {
        seed: _separated(exercise, case_from_seed(exercise, seed, "witness"))
        for seed in range(draws)
    }
    sizes = {seed: input_size(case_from_seed(exercise, seed, "witness")) for seed in powers}
    while left:
        best = max(powers, key=lambda seed: (len(powers[seed] & left), -sizes[seed]))
        if not powers[best] & left:
            break
        left -= powers[best]
        chosen.append(best)
    for seed in sorted(powers, key=lambda seed: (-len(powers[seed]), sizes[seed])):
        if len(chosen) >= FEWEST:
            break
        if seed not in chosen:
            chosen.append(seed)
    return Witnesses(exercise.id, tuple(chosen), tuple(sorted(left)))


def _declared_equal(exercise: Exercise) -> set[Pair]:
    names = [mis.name for mis in exercise.misconceptions]
    pairs = {(mis.name, mis.same_as) for mis in exercise.misconceptions if mis.same_as}
    return {(a, b) if names.index(a) < names.index(b) else (b, a) for a, b in pairs}


def _separated(exercise: Exercise, case: Case) -> set[Pair]:
    """List the pairs of answers that one case tells apart.

    A wrong answer differs from the reference when the case does not pass; two wrong answers
    differ when they do different things.
    """
    wrong = {mis.name: answer(exercise, mis.function, case) for mis in exercise.misconceptions}
    key = AnswerKey(exercise, [case])
    caught = {
        mis.name
        for mis in exercise.misconceptions
        if not try_cases(key, Here(mis.function))[0].passed
    }
    apart = {(RIGHT, name) for name in caught}
    return apart | set(_different(wrong.items()))


def _different(answers: Iterable[tuple[str, Answer]]) -> Iterable[Pair]:
    for (one, first), (two, second) in combinations(list(answers), 2):
        if not same_answer(first, second):
            yield one, two
