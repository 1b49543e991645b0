"""A kernel of which everything is kept: each message it sends, and a notebook with all that it showed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import KernelManager
from kernel.conftest import Kernel, Reply


class RecordedKernel(Kernel):
    """Run the cells of a notebook and keep every message that the kernel sends.

    Attributes:
        messages: all of them, from every channel.
    """

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self._logs = [(folder / name).open("ab") for name in ("kernel-stdout.log", "kernel-stderr.log")]
        manager = KernelManager(kernel_name="python3")
        manager.start_kernel(cwd=str(folder), env=environ, stdout=self._logs[0], stderr=self._logs[1])
        super().__init__(manager, manager.blocking_client())
        self.messages: list[dict[str, Any]] = []
        self._cells: list[Any] = []
        self._outputs: dict[str, list[Any]] = {}
        self._started: dict[str, str] = {}
        for name in ("get_iopub_msg", "get_shell_msg", "get_stdin_msg"):
            setattr(self.client, name, self._recording(getattr(self.client, name)))
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def start(self, code: str, *, ask: bool = False) -> str:
        started = super().start(code, ask=ask)
        self._started[started] = code
        return started

    def ask(self, kind: str, **content: Any) -> str:
        """Send what a front end sends besides cells: `complete`, `inspect`; return the whole reply."""
        getattr(self.client, kind)(**content)
        return json.dumps(self.client.get_shell_msg(timeout=60)["content"])

    def tell_widget(self, model: str, data: dict[str, Any]) -> None:
        """Send a custom message to a widget, as a click in the browser does."""
        content = {"comm_id": model, "data": {"method": "custom", "content": data}}
        self.client.shell_channel.send(self.client.session.msg("comm_msg", content))

    @property
    def models(self) -> dict[str, Any]:
        """The state of every widget, by model."""
        models: dict[str, Any] = {}
        for message in self.messages:
            content = message["content"]
            if message["msg_type"] in ("comm_open", "comm_msg") and "state" in content.get("data", {}):
                models.setdefault(content["comm_id"], {}).update(content["data"]["state"])
        return models

    def notebook(self) -> Any:
        """Return a notebook with every cell, its outputs as they are now, and the state of the widgets."""
        cells, updates = [], self._updates()
        for number, (started, code) in enumerate(self._started.items(), 1):
            outputs = [self._newest(each, updates) for each in self._outputs.get(started, [])]
            cells.append(nbformat.v4.new_code_cell(code, outputs=outputs, execution_count=number))
        made = nbformat.v4.new_notebook(cells=cells)
        state = {
            model: {"model_name": "Any", "model_module": "any", "model_module_version": "1", "state": state}
            for model, state in self.models.items()
        }
        widgets = {"version_major": 2, "version_minor": 0, "state": state}
        made.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": widgets}
        nbformat.validate(made)
        return made

    def close(self) -> None:
        """End the kernel in order, so that what it writes at the end is written."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=False)
        for log in self._logs:
            log.close()

    def _newest(self, output: Any, updates: dict[str, Any]) -> Any:
        """Return an output as its last update left it."""
        if (newest := updates.get(output["transient_id"])) is not None:
            output = {**output, "data": newest}
        return nbformat.from_dict({key: value for key, value in output.items() if key != "transient_id"})

    def _updates(self) -> dict[str, Any]:
        """Return the last update of each display, by its id."""
        found = {}
        for message in self.messages:
            display = message["content"].get("transient", {}).get("display_id")
            if message["msg_type"] == "update_display_data" and display:
                found[display] = message["content"]["data"]
        return found

    def _recording(self, receive: Any) -> Any:
        def received(*args: Any, **kwargs: Any) -> dict[str, Any]:
            message = receive(*args, **kwargs)
            self.messages.append(message)
            if message["msg_type"] in ("stream", "display_data", "execute_result", "error"):
                output = dict(nbformat.v4.output_from_msg(message))
                output["transient_id"] = message["content"].get("transient", {}).get("display_id")
                self._outputs.setdefault(message["parent_header"].get("msg_id"), []).append(output)
            return message

        return received


def everything(reply: Reply) -> str:
    """Return all that a cell showed, in every form."""
    return json.dumps(reply.outputs, ensure_ascii=False)
