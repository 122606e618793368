"""One call of any function has the same outcome here and behind walls, odd functions included."""

import textwrap
from types import SimpleNamespace

import numpy as np
import pytest

from coursekit.checking.answering import Here
from coursekit.checking.declaration import Case
from coursekit.checking.surroundings import orderly
from coursekit.grading.judging.away import Away
from tests.grading.both_ways import begun, identical, run_here, run_there, told, value_of, waiting

IMAGE = np.arange(12, dtype=np.uint8).reshape(3, 4)

VALUES = {
    "nothing": "None",
    "a stub": "...",
    "a stub inside": "(1, ..., [...])",
    "big-endian": "np.arange(3, dtype='>i2')",
    "half": "np.array([1.5, np.inf, -0.0, np.nan], np.float16)",
    "longdouble": "np.array([np.pi], np.longdouble) / 3",
    "longdouble scalar": "np.longdouble(1) / 3",
    "no axis": "np.array(7)",
    "empty": "np.empty((0, 3))",
    "Fortran": "np.asfortranarray(a.astype(float) / 3)",
    "strided": "a[::2, ::-1]",
    "mask": "a > 3",
    "special floats": "[float('nan'), float('inf'), -float('inf'), -0.0, 5e-324, 1e308]",
    "large whole number": "[10**5000, -(1 << 63), 1 << 63, 1 << 64]",
    "numpy scalars": "[np.int8(-3), np.uint64(2**64 - 1), np.float32(0.1), np.bool_(True)]",
    "nested": "{'a': [(1, {2: (3,)})], 'b': {}}",
    "keys": "{(1, 2): 1, np.int64(3): 2, None: 3, 1.5: 4, True: 5, (np.int64(1), 'x'): 6}",
    "odd keys": "{frozenset([1]): 1, int: 2, len: 3}",
    "control characters": "'a\\x00b\\x1b[0m\\u202e\\n'",
    "an emoji": "'\\U0001f600 ß'",
    "an object": "object()",
    "a generator": "(x for x in a)",
    "a function": "lambda x: x",
    "functions in a dictionary": "{'f': len, 'g': np.sum, 'h': a.sum}",
    "a class": "int",
    "a module": "np",
    "a type of numpy": "np.float32",
    "a masked array": "np.ma.masked_less(a, 3)",
    "a masked constant": "np.ma.masked",
    "a matrix": "np.matrix([[1, 2]])",
    "a structured array": "np.zeros(2, 'i4,f4')",
    "a record": "np.zeros(2, 'i4,f4')[0]",
    "an array of objects": "np.array([1, None], object)",
    "an array of texts": "np.array(['a', 'b'])",
    "a text of numpy": "np.str_('text')",
    "bytes": "b'abc'",
    "an array of bytes": "np.array([b'a'])",
    "dates": "np.array(['2020-01-01'], 'datetime64[D]')",
    "a date": "np.datetime64('2020-01-01')",
    "complex": "[1j, np.complex64(2j), np.array([1j])]",
    "a fraction": "__import__('fractions').Fraction(1, 3)",
    "a decimal": "[__import__('decimal').Decimal(word) for word in ('0.1', 'NaN', '1e999')]",
    "a set": "[{1, 2}, frozenset([1])]",
    "a range": "[range(3), slice(1, 2)]",
    "a named tuple": "__import__('collections').namedtuple('P', 'x y')(1, 2)",
    "an ordered dictionary": "__import__('collections').OrderedDict(b=1, a=2)",
    "counted": "__import__('collections').Counter('abba')",
    "a default dictionary": "__import__('collections').defaultdict(list, {1: [2]})",
    "an enumeration": "__import__('enum').IntEnum('E', 'x y').y",
    "a mapping": "__import__('types').MappingProxyType({1: 2})",
    "a deque": "__import__('collections').deque([1])",
    "an iterator": "iter([1, 2])",
    "map": "map(abs, [1])",
    "zip": "[zip([1], [2]), enumerate([1])]",
    "a table": "__import__('pandas').DataFrame({'a': [1, 2]})",
    "a column": "__import__('pandas').Series([1, 2])",
    "a sparse matrix": "__import__('scipy.sparse').sparse.csr_array(np.eye(2))",
    "a model": "__import__('sklearn.cluster').cluster.KMeans(2)",
    "a figure": "plt.figure()",
    "an error": "ValueError('no')",
    "1,000,000 numbers": "np.arange(1_000_000) / 3",
    "more numbers": "np.zeros(1_000_001)",
    "50,000 in a list": "list(range(50_000))",
    "more in a list": "list(range(50_001))",
    "a long text": "'ä' * 1_000_000",
    "a longer text": "'ä' * 1_000_001",
    "deep": "[[[[[[[[1]]]]]]]]",
    "very deep": "__import__('functools').reduce(lambda inner, _: [inner], range(5000), 1)",
    "a memory map": "np.memmap('m', float, 'w+', shape=(2,))",
    "arguments back": "a",
    "a part of the argument": "a[1:]",
    "chance": "[np.random.random(), np.random.randint(9), __import__('random').random()]",
    "chance with a seed": "np.random.default_rng(3).random(2)",
}
BODIES = {
    "a list in itself": "x = [1]; x.append(x); return x",
    "a dictionary in itself": "x = {}; x['x'] = x; return x",
    "a subclass of arrays": "class A(np.ndarray): pass\nreturn a.view(A)",
    "a subclass of numbers": "class N(float):\n  __float__ = lambda s: 9.0\nreturn [N(2)]",
    "a subclass of lists": "class L(list):\n  __iter__ = lambda s: iter('no')\nreturn L([1])",
    "a subclass of texts": "class T(str):\n  __eq__ = lambda *s: True\nreturn T('a')",
    "a data class": "import dataclasses\nreturn dataclasses.make_dataclass('D', ['x'])(1)",
    "a lying object": "class O:\n  __class__ = np.ndarray\n  __eq__ = lambda *s: True\nreturn O()",
    "one that looks like an array": "class A:\n  __array__ = lambda *s: a\nreturn A()",
    "a function that returns functions": "return lambda: lambda: 1",
    "printing": "print('a', 1); print('é', end=''); return 1",
    "printing much": "print('x' * 5000); return 1",
    "writing to standard error": "import sys\nprint('a', file=sys.stderr); sys.stdout.write('b')",
    "printing instead of returning": "print(a.sum())",
    "showing a figure": "plt.plot([1, 2]); plt.show(); return 2",
    "warning": "import warnings\nwarnings.warn('careful'); warnings.warn('b'); return 1",
    "numpy warning": "return np.array([1.0, -1.0]) / np.zeros(2)",
    "deprecated": "import warnings\nwarnings.warn('old', DeprecationWarning); return 1",
    "a changed argument": "a[0, 0] = 9; return 1",
    "a sorted argument": "a.sort(axis=0); return a",
    "a reshaped argument": "a.shape = (4, 3); return 1",
    "the settings of numpy": "np.seterr(all='raise'); np.set_printoptions(precision=1); return 1",
    "replacing numpy": "np.sum = len; return np.sum(a)",
    "a global variable": "global counted\ncounted = 1; return counted",
    "its own text": "import inspect\nreturn inspect.getsource(f)[:5]",
    "no name": "return missing",
    "a wrong index": "return a[99]",
    "a wrong key": "return {}[(1, 'x')]",
    "division": "return 1 / 0",
    "exit": "raise SystemExit(3)",
    "quit": "import sys\nsys.exit()",
    "no memory": "raise MemoryError",
    "far too much memory": "return np.zeros(1 << 50)",
    "without an end": "return f(a)",
    "stop": "raise StopIteration(4)",
    "the end of a generator": "raise GeneratorExit",
    "a group": "raise ExceptionGroup('many', [ValueError(1), KeyError(2)])",
    "a base group": "raise BaseExceptionGroup('many', [SystemExit(1)])",
    "from another": "try:\n  1 / 0\nexcept ArithmeticError as e:\n  raise ValueError('x') from e",
    "its own class": "class Mine(KeyError): pass\nraise Mine('x')",
    "no words": "class Bad(ValueError):\n  def __str__(s): raise RuntimeError\nraise Bad",
    "no text": "class Bad(ValueError):\n  __str__ = lambda s: 3\nraise Bad",
    "a lying class": "class M(type): __name__ = 'x'\nclass B(KeyError, metaclass=M): pass\nraise B",
    "long words": "raise ValueError('w\\x00' * 9000)",
    "not implemented": "raise NotImplementedError",
    "an assertion": "assert a.sum() == 0, 'not nothing'",
    "letters": "return b'\\xff'.decode()",
    "a missing file": "open('nothing.txt')",
    "in a library": "return np.concatenate([a, a[0]])",
    "in a helper": "def inner(b):\n  return b.nothing\nreturn inner(a)",
    "in made code": "return eval('1 +')",
    "in a comprehension": "return [1 / x for x in a.ravel()]",
    "a coroutine": "async def g(): return 1\nc = g(); c.close(); return c",
    "a deep recursion": "import sys\nsys.setrecursionlimit(30_000)\nreturn deep(10_000)",
}
DEEP = "def deep(n): return n and 1 + deep(n - 1)\n"
CELLS = {
    **{name: f"def f(a):\n    return {text}\n" for name, text in VALUES.items()},
    **{
        name: f"def f(a):\n{textwrap.indent(text, '    ')}\n{DEEP}" for name, text in BODIES.items()
    },
    "a class that can be called": "class F:\n    def __call__(self, a): return a + 1\nf = F()\n",
    "a partial": "import functools\nf = functools.partial(np.add, 1)\n",
    "kept": "import functools\n@functools.lru_cache\ndef g(x): return x\ndef f(a): return g(3)\n",
    "a helper below": "def f(a): return below(a)\ndef below(a): return a * factor\nfactor = 3\n",
    "a lambda": "f = lambda a: a.nothing\n",
    "a generator function": "def f(a):\n    yield a\n",
    "a coroutine function": "async def f(a): return a\n",
    "a library's": "f = np.cumsum\n",
    "a method": "f = np.ones(3).dot\n",
    "a class of Python": "f = list\n",
    "not callable": "f = 3\n",
}


@pytest.fixture(scope="module")
def place():
    with waiting() as process:
        yield process


@pytest.fixture
def session(place):
    with begun(place) as session:
        yield session


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
def test_a_call_has_the_same_outcome(name, session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cell, case = CELLS[name], Case((IMAGE,))
    with orderly():
        here = Here(run_here(cell)["f"]).call(case, 5.0, "")
    run_there(session, cell)
    there = Away(SimpleNamespace(function="f"), session.ask, [cell]).call(case, 5.0, "")
    assert told(there) == told(here)
    assert identical(value_of(there), value_of(here))
