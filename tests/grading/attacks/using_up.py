"""Attacks that use up time, memory, room and patience, and code that ends Python."""

from tests.grading.attacks.attack import Attack

_LATE = "This cell did not end within .* and was stopped"
_ENDED = "Cell 2 ended Python itself"
_IN_FUNCTION = """
def apply_threshold(image, t, bright=True):
    {}
"""

USING_UP = (
    Attack("loops for ever", "while True:\n    pass", _LATE, effect="never ends"),
    Attack(
        "loops for ever and takes no exception",
        "while True:\n    try:\n        while True:\n            pass\n"
        "    except BaseException:\n        pass",
        "Cell 2 did not end within",
        effect="never ends",
    ),
    Attack(
        "switches the alarm off and loops",
        "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\n"
        "for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):\n"
        "    signal.signal(number, signal.SIG_IGN)\nwhile True:\n    pass",
        "Cell 2 did not end within",
        effect="never ends",
    ),
    Attack("sleeps", "import time\ntime.sleep(3600)", _LATE, effect="never ends"),
    Attack(
        "waits for what never comes",
        "import threading\nthreading.Event().wait()",
        _LATE,
        effect="never ends",
    ),
    Attack(
        "stays in one long call",
        "sum(range(10**12))",
        "Cell 2 did not end within",
        effect="never ends",
    ),
    Attack(
        "loops for ever when it is called",
        "",
        "loop that never stops|did not end within",
        _IN_FUNCTION.format("while True: pass"),
        effect="never ends",
        test="apply_threshold(np.zeros(3), 1)",
    ),
    Attack("ends Python", "import os\nos._exit(3)", _ENDED, effect="ended"),
    Attack("aborts", "import os\nos.abort()", _ENDED, effect="ended"),
    Attack(
        "follows a wild pointer",
        "import ctypes\nctypes.string_at(1)",
        _ENDED,
        effect="ended",
    ),
    Attack(
        "ends Python when it is called",
        "import os",
        "ended Python itself",
        _IN_FUNCTION.format("os._exit(3)"),
        effect="ended",
        test="apply_threshold(np.zeros(3), 1)",
    ),
    Attack(
        "leaves Python politely when it is called",
        "",
        "SystemExit.*leave Python",
        _IN_FUNCTION.format("raise SystemExit"),
        test="try:\n    apply_threshold(np.zeros(3), 1)\nexcept SystemExit:\n    print('GOT out')",
    ),
    Attack(
        "forks without end",
        "import os, time\nchildren = 0\nwhile children < 40:\n    if os.fork() == 0:\n"
        "        time.sleep(2)\n        os._exit(0)\n    children += 1\nprint('GOT', children)",
        "not permitted|temporarily unavailable",
    ),
    Attack(
        "starts threads without end",
        "import threading, time\nfor _ in range(PLACES['threads']):\n"
        "    threading.Thread(target=time.sleep, args=(5,), daemon=True).start()\n"
        "print('GOT', threading.active_count())",
        "can't start new thread",
    ),
    Attack(
        "takes all memory",
        "import numpy as np\nroom = np.ones(PLACES['memory'], dtype=np.uint8)\n"
        "print('GOT', room.size)",
        "Unable to allocate|MemoryError",
    ),
    Attack(
        "takes all memory in small pieces",
        "room = []\nfor _ in range(PLACES['memory'] >> 20):\n    room.append(bytes(1 << 20))\n"
        "print('GOT', len(room))",
        "MemoryError",
    ),
    Attack(
        "fills the disk",
        "for number in range(PLACES['disk'] >> 20):\n"
        "    open(f'part-{number}', 'wb').write(b'x' * (1 << 20))\nprint('GOT', number)",
        "No space left",
    ),
    Attack(
        "writes one huge file",
        "with open('huge', 'wb') as file:\n    file.truncate(PLACES['disk'])\nprint('GOT it')",
        "File too large",
    ),
    Attack(
        "makes files without end",
        "import os\nfor number in range(PLACES['files']):\n    os.mkdir(f'folder-{number}')\n"
        "print('GOT', number)",
        "No space left",
    ),
    Attack(
        "opens files without end",
        "import os\nopened = [os.open('/dev/null', 0) for _ in range(PLACES['opened'])]\n"
        "print('GOT', len(opened))",
        "Too many open files",
    ),
    Attack(
        "prints 50 MB",
        "print('more ' * 10_000_000)",
        "the rest was cut",
        effect="large",
    ),
    Attack(
        "prints for ever",
        "while True:\n    print('more')",
        _LATE,
        effect="never ends",
    ),
    Attack(
        "shows a huge value",
        "'x' * 30_000_000",
        "the rest was cut",
        effect="large",
    ),
    Attack(
        "draws a thousand figures",
        "import matplotlib.pyplot as plt\nimport warnings\nwarnings.simplefilter('ignore')\n"
        "for _ in range(1000):\n    plt.figure(figsize=(1, 1))\n"
        "print(len(plt.get_fignums()))",
        "996 more figures",
        test="print('GOT', len(plt.get_fignums()), 'figures to show')",
    ),
    Attack(
        "calls itself without end",
        "",
        "RecursionError",
        _IN_FUNCTION.format("return apply_threshold(image, t, bright)"),
        test="try:\n    apply_threshold(np.zeros(3), 1)\n"
        "except RecursionError:\n    print('GOT deep')",
    ),
    Attack(
        "returns a number that cannot be written",
        "",
        "whole number|int|Your function",
        _IN_FUNCTION.format("return 10 ** 10_000"),
        test="try:\n    str(apply_threshold(1, 1))\nexcept ValueError:\n    print('GOT an error')",
    ),
)
