"""What every test may use, and the rules of the whole run: order, skips, golden twins, only loopback."""

from __future__ import annotations

import ipaddress
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hooknb.playground import Playground

NO_SKIPS = os.environ.get("HOOKNB_NO_SKIPS") == "1"

# A busy machine is slow without being wrong, hence no deadline. On CI the same examples are drawn each time.
settings.register_profile(
    "hooknb",
    deadline=None,
    max_examples=int(os.environ.get("HOOKNB_EXAMPLES", "60")),
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("hooknb")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the golden twins instead of comparing with them; read the diff before you commit",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Playwright's synchronous interface keeps a loop running, beside which asyncio.run fails: browsers last.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    return _without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    return _without_skip((yield))


def _without_skip(report):
    """Make a skipped test a failed one where nothing may be skipped; an expected failure stays what it is."""
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: nothing may be skipped here (HOOKNB_NO_SKIPS=1). {reason}"
    return report


@pytest.fixture(scope="session", autouse=True)
def _own_history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the runs of all tests, and of the kernels they start, out of the user's history."""
    path = tmp_path_factory.mktemp("history") / "history.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOOKNB_HISTORY", str(path))
        yield path


@pytest.fixture
def check_twin(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return a function that compares a text with its golden twin, or rewrites it under `--update-golden`."""
    update = request.config.getoption("--update-golden")

    def check(path: Path, text: str) -> None:
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        elif not path.exists():
            pytest.fail(f"{path} is missing; make it with pytest --update-golden, then read it")
        # Bytes, so that CRLF and a lone surrogate's absence are seen as they are.
        assert text == path.read_bytes().decode(), f"{path.name} differs; pytest --update-golden rewrites it"

    return check


@pytest.fixture(scope="session")
def _shared_playground() -> Iterator[Playground]:
    with Playground() as playground:
        yield playground


@pytest.fixture
def playground(_shared_playground: Playground) -> Playground:
    """Return the running playground of this test run, with nothing remembered from other tests."""
    _shared_playground.reset()
    return _shared_playground


@pytest.fixture(scope="session")
def httpbin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the base URL of httpbin, in a process of its own; one that does not start is an error, not a skip."""
    errors = tmp_path_factory.mktemp("httpbin") / "stderr.txt"
    command = [sys.executable, "-W", "error", str(Path(__file__).parent / "server" / "httpbin_server.py")]
    with (
        errors.open("w") as stderr,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True
        ) as process,
    ):
        url = process.stdout.readline().strip()
        if not url:
            process.wait()
            pytest.fail(f"httpbin did not start (exit code {process.returncode}):\n{errors.read_text()}")
        yield url
        process.stdin.close()


_LEFT: list[str] = []


@pytest.fixture(scope="session", autouse=True)
def _only_loopback() -> Iterator[None]:
    """Refuse every connection and every look-up of a name that would leave this machine."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self, address):
        _refuse_to_leave(address)
        return connect(self, address)

    def guarded_connect_ex(self, address):
        _refuse_to_leave(address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host, *args, **kwargs):
        _refuse_to_leave((host,))
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """Fail the test in which something tried to leave, even if the code under test swallowed the refusal."""
    _LEFT.clear()
    yield
    assert not _LEFT, f"this test tried to leave the machine for {', '.join(_LEFT)}"


def _refuse_to_leave(address: object) -> None:
    host = address[0] if isinstance(address, tuple) else None
    if host is not None and not stays_here(host):
        _LEFT.append(str(host))
        pytest.fail(f"a test tried to leave the machine for {host}; use a server on 127.0.0.1")


def stays_here(host: str | bytes) -> bool:
    """Return whether a host is this machine, or a name that by RFC 6761 has no address anywhere."""
    name = (host.decode() if isinstance(host, bytes) else host).rstrip(".").lower()
    if name in ("", "localhost") or name.endswith((".localhost", ".invalid")):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_unspecified
