"""A real Jupyter kernel, driven by its messages."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager
from kernel.gate import Gate, closed_gate


@dataclass
class Reply:
    """What came of one cell: its outputs in order, and how it ended."""

    status: str
    outputs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything that was shown, as text."""
        shown = []
        for output in self.outputs:
            if "data" in output:
                shown.append(output["data"].get("text/plain", ""))
            shown.append(output.get("text", ""))
            shown += output.get("traceback", [])
        return "\n".join(filter(None, shown))


class Kernel:
    """Run cells in a kernel of its own process."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager = manager
        self.client = client

    def run(self, code: str, *, seconds: float = 60, answers: list[str] | None = None) -> Reply:
        """Run a cell to its end; prompts are answered from `answers`."""
        return self.finish(self.start(code, ask=answers is not None), seconds=seconds, answers=answers)

    def start(self, code: str, *, ask: bool = False) -> str:
        """Start a cell and return at once."""
        return self.client.execute(code, allow_stdin=ask, stop_on_error=True)

    def finish(self, message_id: str, *, seconds: float = 60, answers: list[str] | None = None) -> Reply:
        """Collect what a started cell shows until it ends."""
        left = list(answers or [])
        outputs = []
        deadline = time.monotonic() + seconds
        idle = False
        while not idle:
            assert time.monotonic() < deadline, f"the cell did not end in {seconds} s: {outputs}"
            if left and self.client.stdin_channel.msg_ready():
                prompt = self.client.get_stdin_msg(timeout=1)
                outputs.append(
                    {"text": prompt["content"]["prompt"], "password": prompt["content"]["password"]}
                )
                self.client.input(left.pop(0))
            try:
                message = self.client.get_iopub_msg(timeout=0.2)
            except queue.Empty:
                continue
            if message["parent_header"].get("msg_id") != message_id:
                continue
            idle = message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
            if message["msg_type"] in ("stream", "display_data", "execute_result", "error"):
                outputs.append(message["content"])
        reply = self._reply(message_id)
        return Reply(reply["content"]["status"], outputs)

    def _reply(self, message_id: str) -> dict[str, Any]:
        while True:
            reply = self.client.get_shell_msg(timeout=10)
            if reply["parent_header"].get("msg_id") == message_id:
                return reply

    def value(self, expression: str) -> str:
        """Return what an expression prints."""
        return self.run(f"print(({expression}))").text.strip()


@contextmanager
def started(folder: Path, **environ: str) -> Iterator[Kernel]:
    """Start a kernel of its own in a folder."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(folder), env={**_environment(folder), **environ})
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel with the extension loaded and the playground started as `API`."""
    with started(tmp_path_factory.mktemp("kernel")) as made:
        begun = made.run(
            "%load_ext hooknb\nfrom hooknb import playground\nAPI = playground.start().url\nprint(API)"
        )
        assert begun.status == "ok", begun.text
        yield made


@pytest.fixture
def gate() -> Iterator[Gate]:
    """A server whose answers wait until the test opens it."""
    with closed_gate() as made:
        yield made


def _environment(folder: Any) -> dict[str, str]:
    import os

    own = {
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
        "DEMO_TOKEN": "s3cret-token-value",
    }
    return {**os.environ, **own}
