"""Functions and models that stay on their side of the wire and are used from the other."""

import builtins
from collections.abc import Callable
from typing import Any, TypeGuard

from coursekit.checking.reading import Elsewhere, Odd, plain, tidy, type_name
from coursekit.checking.running import OutOfTime, alarm

USE_LIMIT = 1.5  # seconds for one use of a lent thing
Parts = dict[str, Any]
Ask = Callable[[int, str, tuple[Any, ...], Parts], Any]


class Loans:
    """What one side has lent to the other, by number."""

    def __init__(self) -> None:
        self.things: list[Any] = []

    def lend(self, thing: Any) -> Parts:
        """Keep a thing and describe it; the description travels instead of it."""
        self.things.append(thing)
        outline = plain(thing)
        return {
            "lent": len(self.things) - 1,
            "callable": callable(thing),
            "kind": outline.kind if isinstance(outline, Odd) else "an object",
            "name": tidy(getattr(thing, "__name__", ""), 60),
        }

    def use(self, number: Any, way: str, args: tuple[Any, ...], kwargs: Parts) -> Parts:
        """Call a lent thing (way "") or read a public attribute; what happened is the answer.

        Data is returned by value; what is none, such as a method, can be lent in its turn.
        """
        thing = self.things[number]
        try:
            if way.startswith("_"):
                raise AttributeError(way)
            with alarm(USE_LIMIT):
                value = getattr(thing, way) if way else thing(*args, **kwargs)
        except OutOfTime:
            return {"late": True}
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return {"fault": [[*map(type_name, type(error).__mro__)], tidy(error, 300)]}
        outline = plain(value)
        return {"value": value if isinstance(outline, Odd) and callable(value) else outline}


def result_of(reply: Parts) -> Any:
    """Return what using a lent thing gave; its exception is raised here."""
    if "late" in reply:
        raise OutOfTime
    if "fault" in reply:
        raise _like(*reply["fault"])
    return reply["value"]


class _Told:
    """What an exception of the other side says, whatever its class makes of a text."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __str__(self) -> str:
        return self.words


def _like(names: list[str], words: str) -> Exception:
    """Make an exception with the name and the words of another, of the nearest class known here."""
    known = (getattr(builtins, str(name), None) for name in names)
    base: type[Exception] = next((one for one in known if _can_be_told(one)), RuntimeError)
    kind = type(str(names[0])[:40], (_Told, base), {})
    error: Exception = kind(str(words))
    return error


def _can_be_told(kind: Any) -> TypeGuard[type[Exception]]:
    """Tell whether a class is an exception that ends nothing and needs no parts of its own."""
    usual = isinstance(kind, type) and issubclass(kind, Exception)
    return usual and not issubclass(kind, BaseExceptionGroup)


class Lent(Elsewhere):
    """A thing of the other side, such as a fitted model: its public attributes can be read."""

    def __init__(self, described: Parts, ask: Ask) -> None:
        super().__init__(str(described["kind"])[:100])
        self._number, self._ask = int(described["lent"]), ask
        self.__name__ = str(described["name"])[:60]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._ask(self._number, name, (), {})

    def __deepcopy__(self, memo: Any) -> "Lent":
        return self

    def __repr__(self) -> str:
        return f"<{self.__name__ or self.kind}>"


class LentFunction(Lent):
    """A thing of the other side that can be called too."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the thing where it is."""
        return self._ask(self._number, "", args, kwargs)


def borrow(described: Parts, ask: Ask) -> Lent:
    """Make what stands in for a thing that the other side has lent."""
    return (LentFunction if described.get("callable") is True else Lent)(described, ask)
