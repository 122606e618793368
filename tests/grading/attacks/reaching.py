"""Attacks that reach for files, processes, sockets and memory outside."""

from tests.grading.attacks.attack import Attack

_NO_FILE = "No such file|Permission denied|not permitted"
_REFUSED = "not permitted|Permission denied|temporarily unavailable"

REACHING = (
    Attack("reads the secret", "print('GOT', open(PLACES['secret']).read())", _NO_FILE),
    Attack("reads the solutions", "print('GOT', open(PLACES['solution']).read(60))", _NO_FILE),
    Attack("reads another submission", "print('GOT', open(PLACES['other']).read(60))", _NO_FILE),
    Attack(
        "reads the gradebook",
        "import sqlite3\nplace = PLACES['gradebook']\n"
        "book = sqlite3.connect(f'file:{place}?mode=ro', uri=True)\n"
        "print('GOT', book.execute('select score from grade').fetchall())",
        "unable to open database",
    ),
    Attack(
        "writes points into the gradebook",
        "import sqlite3\nbook = sqlite3.connect(PLACES['gradebook'])\n"
        "print('GOT', book.execute('update grade set score = 24').rowcount)\nbook.commit()",
        "unable to open database",
    ),
    Attack(
        "writes a file beside the course",
        "open(PLACES['trace'], 'w').write('here')",
        _NO_FILE + "|Read-only",
        effect="file",
    ),
    Attack(
        "reads through a link that it makes",
        "import os\nos.symlink(PLACES['secret'], 'link')\nprint('GOT', open('link').read())",
        _NO_FILE,
    ),
    Attack(
        "makes a hard link to the secret",
        "import os\nos.link(PLACES['secret'], PLACES['trace'])\nprint('GOT a link')",
        _NO_FILE,
    ),
    Attack("lists the course", "import os\nprint('GOT', os.listdir(PLACES['course']))", _NO_FILE),
    Attack(
        "imports the declared exercises",
        "import sys, importlib\nsys.modules.pop('coursekit.exercises', None)\n"
        "exercises = importlib.import_module('coursekit.exercises.a02_thresholds')\n"
        "print('GOT', exercises.APPLY_THRESHOLD.cases[0])",
        "No module named|is not a package",
    ),
    Attack(
        "reads the exercises' compiled files",
        "import coursekit, marshal\nfrom pathlib import Path\n"
        "package = Path(coursekit.__file__).parent / 'exercises'\n"
        "found = [*package.rglob('*.pyc'), *package.rglob('*.json'), *package.rglob('*.py')]\n"
        "print('GOT' if found else 'nothing there', len(found))",
        "nothing there 0",
    ),
    Attack(
        "opens the package to change it",
        "import coursekit\nopen(coursekit.__file__, 'r+b').close()\nprint('GOT it open')",
        "Read-only|Permission denied",
    ),
    Attack(
        "leaves a file in shared memory",
        "open('/dev/shm/coursekit-attack', 'w').write('a note')\nprint('GOT a place for notes')",
        "Read-only|Permission denied",
    ),
    Attack(
        "leaves a segment of shared memory",
        "import ctypes\nlibrary = ctypes.CDLL(None, use_errno=True)\n"
        "number = library.shmget(0, 4096, 0o1600)\n"
        "print('GOT' if number >= 0 else 'refused', number)\nlibrary.shmctl(number, 0, None)",
        "refused -1",
    ),
    Attack(
        "keeps memory that no limit counts",
        "import os\nprint('GOT', os.memfd_create('room'))",
        _REFUSED,
    ),
    Attack(
        "reads its own environment",
        "import os\nprint('GOT' if 'COURSEKIT_TEST_SECRET' in os.environ else 'nothing there')",
        "nothing there",
    ),
    Attack(
        "reads its parent's environment",
        "import os\ntext = open(f'/proc/{os.getppid()}/environ').read()\n"
        "print('GOT' if 'COURSEKIT_TEST_SECRET' in text else 'nothing there')",
        _NO_FILE,
    ),
    Attack(
        "reads its parent's memory",
        "import os\nopen(f'/proc/{os.getppid()}/mem', 'rb').close()\nprint('GOT it open')",
        _NO_FILE,
    ),
    Attack(
        "stops its parent as a debugger",
        "import ctypes, os\nlibrary, parent = ctypes.CDLL(None), os.getppid()\n"
        "done = library.ptrace(0x4206, parent, 0, 0)\n"
        "print('GOT it' if done == 0 else 'refused')",
        "refused",
    ),
    Attack(
        "lists processes",
        "import os\nnumbers = [one for one in os.listdir('/proc') if one.isdigit()]\n"
        "print('GOT' if len(numbers) > 2 else 'only', numbers)",
        r"only \['1'\]",
    ),
    Attack(
        "looks for open files of the grader",
        "import os, stat\nfor number in range(3, 256):\n    try:\n"
        "        kind = os.fstat(number).st_mode\n        if stat.S_ISREG(kind):\n"
        "            print('GOT', os.pread(number, 100, 0))\n    except OSError:\n        pass\n"
        "print('looked at all')",
        "looked at all",
    ),
    Attack(
        "connects to this computer",
        "import socket\nsocket.create_connection(('127.0.0.1', PLACES['port']), 2)\n"
        "print('GOT a connection')",
        _REFUSED,
    ),
    Attack(
        "asks a web server",
        "from urllib.request import urlopen\n"
        "print('GOT', urlopen(f\"http://127.0.0.1:{PLACES['port']}/\", timeout=2).status)",
        _REFUSED,
    ),
    Attack(
        "waits for connections",
        "import socket\nhere = socket.create_server(('127.0.0.1', 0))\nprint('GOT', here)",
        _REFUSED,
    ),
    Attack(
        "speaks through a socket file",
        "import socket\nend = socket.socket(socket.AF_UNIX)\nend.connect(PLACES['door'])\n"
        "print('GOT a connection')",
        _REFUSED,
    ),
    Attack(
        "opens a socket without Python's help",
        "import ctypes\nlibrary = ctypes.CDLL(None)\n"
        "print('GOT' if library.socket(2, 1, 0) >= 0 else 'refused')",
        "refused",
    ),
    Attack(
        "makes a namespace of its own",
        "import ctypes\nprint('GOT' if ctypes.CDLL(None).unshare(0x10000000) == 0 else 'refused')",
        "refused",
    ),
    Attack(
        "raises its limits",
        "import resource\nsoft, hard = resource.getrlimit(resource.RLIMIT_AS)\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2 << 40, 2 << 40))\nprint('GOT more memory')",
        "not allowed to raise",
    ),
    Attack(
        "runs a program",
        "import subprocess\nprint('GOT', subprocess.run(['true']).returncode)",
        _REFUSED,
    ),
    Attack("runs a program the notebook's way", "!echo GOT it", "no program is started"),
    Attack(
        "leaves a process behind",
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        time.sleep(20)\n        os._exit(0)\n    os._exit(0)\nos.wait()",
        _REFUSED,
        effect="orphan",
    ),
    Attack(
        "kills its parent",
        "import os, signal\nparent = os.getppid()\nprint('the parent is', parent)\n"
        "os.kill(parent, signal.SIGKILL)",
        "the parent is 0",
        effect="parent ended",
    ),
    Attack(
        "kills its group of processes",
        "import os, signal\nos.kill(0, signal.SIGKILL)\nprint('still here')",
        "still here",
        effect="parent ended",
    ),
    Attack(
        "kills the grader by its number",
        "import os, signal\nos.kill(PLACES['grader'], signal.SIGTERM)\nprint('GOT it')",
        "No such process",
    ),
    Attack(
        "stops itself",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\nprint('went on')",
        "went on",
        effect="never ends",
    ),
)
