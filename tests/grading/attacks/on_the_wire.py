"""Attacks on the wire: the child's own end of the socket is in a learner's hands."""

from tests.grading.attacks.attack import Attack

_FIND = """
import json, os, socket, stat, struct, time
def own_end():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return socket.socket(fileno=number)
        except OSError:
            pass
def message(header, body=b"", size=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack(">II", len(text) if size is None else size, len(body)) + text + body
def reply(**values):
    return message({"number": NUMBER, "reply": values, "sizes": []})
def send(end):
    end.setblocking(True)
    %s
NUMBER = 3
try:
    WALLED = PLACES["walled"]
    send(own_end())
except KeyError:
    pass
"""
_ODD = "Cell 2: What the notebook's process sent is no answer"
_READ_PICKLE = """
import pickle, threading
here, there = socket.socketpair()
threading.Thread(target=send, args=(there,), daemon=True).start()
here.recv(8)
pickle.loads(here.recv(4096))
"""
_READ_ALL = """
import threading
here, there = socket.socketpair()
threading.Thread(target=send, args=(there,), daemon=True).start()
found = 0
while found < 5_000_000:
    found += len(here.recv(1 << 20))
print("GOT", found, "bytes into the reader's memory")
"""
_READ_ONE = """
import threading
here, there = socket.socketpair()
threading.Thread(target=send, args=(there,), daemon=True).start()
size = struct.unpack(">II", here.recv(8))
text = b""
while len(text) < size[0]:
    text += here.recv(min(1 << 20, size[0] - len(text)))
message = json.loads(text)
"""
_NAIVE = _READ_ONE + "body = here.recv(1 << 20)\n"


def _attack(name: str, sends: str, test: str, told: str = _ODD, **details: object) -> Attack:
    cell = _FIND % sends.replace("\n", "\n    ")
    return Attack(name, cell, told, test=test, **details)  # type: ignore[arg-type]


_PICKLED = """class Evil:
    def __reduce__(self):
        return print, ("GOT the reader to call something",)
import pickle
"""
ON_THE_WIRE = (
    _attack(
        "sends a pickle in place of a message",
        _PICKLED + "end.sendall(message(pickle.dumps(Evil())))",
        _READ_PICKLE,
    ),
    _attack(
        "sends an array of objects",
        _PICKLED + "body = pickle.dumps(Evil())\n"
        "value = {'array': ['|O', [1], 0]}\n"
        "end.sendall(message({'number': NUMBER, 'reply': {'outputs': value}, "
        "'sizes': [len(body)]}, body))",
        _READ_ONE + "import pickle\npickle.loads(here.recv(4096))",
    ),
    _attack("floods the reader", "while True: end.sendall(b'x' * (1 << 20))", _READ_ALL),
    _attack(
        "sends half a message and waits",
        "end.sendall(message(b'{', size=100))\ntime.sleep(3600)",
        _READ_ONE,
        "Cell 2 did not end within|" + _ODD,
        effect="never ends",
    ),
    _attack(
        "announces a message of 4 GB",
        "end.sendall(message(b'', size=0xFFFFFFFF))\ntime.sleep(3600)",
        _READ_ONE,
        effect="never ends",
    ),
    _attack(
        "sends lists in lists in lists",
        "end.sendall(message(b'[' * 1_000_000))",
        _READ_ONE.replace("message = json", "try:\n    json")
        + "except RecursionError:\n    print('GOT the reader to fail')\n",
    ),
    _attack(
        "announces a million parts",
        "end.sendall(message({'number': NUMBER, 'reply': {}, 'sizes': [0] * 1_000_000}))",
        _READ_ONE + "sizes = message['sizes']\n"
        "[sum(sizes[: place + 1]) for place in range(len(sizes))]",
        effect="never ends",
    ),
    _attack(
        "replies without an answer",
        "end.sendall(reply())",
        _READ_ONE + "try:\n    message['reply']['outputs']\n"
        "except KeyError:\n    print('GOT the reader to fail')",
    ),
    _attack(
        "replies with outputs that are none",
        "end.sendall(reply(outputs={'list': [{'dict': [['output_type', "
        "{'array': ['<f8', [0, 0], 0]}]]}]}))",
        _READ_ONE + "try:\n    message['reply']['outputs'][0]['text']\n"
        "except KeyError:\n    print('GOT the reader to fail')",
    ),
    _attack(
        "asks the grader for what was not lent",
        "end.sendall(message({'ask': 0, 'way': '__globals__', 'args': [], 'kwargs': {}, "
        "'sizes': []}))\ntime.sleep(3600)",
        _READ_ONE + "def lent(image):\n    return 0\n"
        "print('GOT', len(getattr(lent, message['way'])), 'names of the grader')",
    ),
    _attack(
        "asks the grader without end",
        "while True: end.sendall(message({'ask': 0, 'way': '', 'args': [], 'kwargs': {}, "
        "'sizes': []}))",
        _READ_ALL,
    ),
)
