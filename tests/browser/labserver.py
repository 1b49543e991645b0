"""A JupyterLab on loopback, in a folder of its own, that asks nobody for news."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

TOKEN = "on-loopback-only"
START_SECONDS = 60
STOP_SECONDS = 5

# Neither news nor updates are asked for, and every cell is in the page however far down it stands.
SETTINGS: dict[str, dict[str, object]] = {
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none", "scrollPastEnd": False},
}
# JupyterLab opens its launcher some time after the last notebook was closed, which can be after the next was opened.
DISABLED = {"@jupyterlab/launcher-extension:plugin": True}
SERVER: dict[str, dict[str, object]] = {
    "IdentityProvider": {"token": TOKEN},
    "LabApp": {
        "news_url": None,
        "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "expose_app_in_browser": True,
    },
    "JupyterNotebookApp": {"expose_app_in_browser": True},
    "ServerApp": {"open_browser": False, "ip": "127.0.0.1", "port_retries": 0, "allow_root": True},
}


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Run a JupyterLab until the block ends, and yield its URL without a slash at the end.

    Args:
        root: an empty folder; the server shows its `work` and writes its `server.log`.
    """
    (root / "work").mkdir(parents=True, exist_ok=True)
    environment, port = _configured(root), _free_port()
    with (root / "server.log").open("wb") as log, _server(root, port, environment, log):
        yield f"http://127.0.0.1:{port}"


def write_settings(root: Path, settings: dict[str, dict[str, object]]) -> None:
    """Write a user's settings of JupyterLab, by plugin, where the server below `root` looks for them."""
    for plugin, values in settings.items():
        path = root / "settings" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _configured(root: Path) -> dict[str, str]:
    """Write the configuration below `root` and return the environment that points to it."""
    (root / "config").mkdir(exist_ok=True)
    for app in ("jupyter_server_config", "jupyter_lab_config"):
        # A null cannot be given on the command line, only in a file.
        (root / "config" / f"{app}.json").write_text(json.dumps(SERVER), encoding="utf-8")
    (root / "config" / "labconfig").mkdir(exist_ok=True)
    (root / "config" / "labconfig" / "page_config.json").write_text(
        json.dumps({"disabledExtensions": DISABLED}), encoding="utf-8"
    )
    write_settings(root, SETTINGS)
    folders = {
        "HOME": root,
        "IPYTHONDIR": root / "ipython",
        "JUPYTER_CONFIG_DIR": root / "config",
        "JUPYTER_DATA_DIR": root / "data",
        "JUPYTER_RUNTIME_DIR": root / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": root / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": root / "workspaces",
    }
    return {**os.environ, **{name: str(folder) for name, folder in folders.items()}}


@contextmanager
def _server(root: Path, port: int, environment: dict[str, str], log: Any) -> Iterator[None]:
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={root / 'work'}",
    ]
    process = subprocess.Popen(command, env=environment, cwd=root / "work", stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api", process, root / "server.log")
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:  # a server may ignore a polite request
            process.kill()
            process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(errors='replace')[-2000:]}")
