"""A machine without free descriptors or threads: some clients are turned away, and the server lives on.

Each case runs in a process of its own, because it takes something away from the whole process.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

START = """
import http.client, os, resource, socket, threading
from hooknb.playground import Playground

def status():
    connection = http.client.HTTPConnection("127.0.0.1", playground.port, timeout=20)
    try:
        connection.request("GET", "/user")
        return connection.getresponse().status
    finally:
        connection.close()

playground = Playground()
"""

NO_DESCRIPTORS = """
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
taken = []
try:
    while True:
        taken.append(os.dup(0))
except OSError:
    os.close(taken.pop())
client = socket.create_connection(("127.0.0.1", playground.port), timeout=20)  # takes the last one
client.sendall(b"GET /user HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
client.settimeout(0.2)
try:
    client.recv(1)
except TimeoutError:
    client.settimeout(20)
else:
    raise AssertionError("a descriptor was free")
for descriptor in taken:
    os.close(descriptor)
assert client.recv(12) == b"HTTP/1.1 200"
client.close()
"""

NO_THREADS = """
with open("/proc/self/statm") as statm:
    pages = int(statm.read().split()[0])
resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 2**26, resource.RLIM_INFINITY))
threading.stack_size(2**28)
try:
    status()
except (ConnectionError, http.client.HTTPException):
    threading.stack_size(0)
else:
    raise AssertionError("a thread was free")
"""

END = """
assert status() == 200
playground.stop()
print("lives")
"""


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="takes descriptors and threads away as Linux does"
)
@pytest.mark.parametrize("taken", [NO_DESCRIPTORS, NO_THREADS], ids=["descriptors", "threads"])
def test_the_server_outlives_scarcity(taken: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", START + taken + END]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert (done.stdout, done.stderr) == ("lives\n", "")
