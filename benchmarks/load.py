"""`%load_ext hooknb` against the extension of an empty magic, in fresh processes.

python benchmarks/load.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from timing import medians, print_ratios

EMPTY = """
from IPython.core.magic import Magics, cell_magic, magics_class

@magics_class
class Empty(Magics):
    @cell_magic
    def empty(self, line, cell):
        return None

def load_ipython_extension(shell):
    shell.register_magics(Empty)
"""
# The time of the load alone: IPython itself is loaded before the clock starts.
SCRIPT = """
import sys, time
from IPython.core.interactiveshell import InteractiveShell
import traitlets.config
shell = InteractiveShell.instance()
began = time.perf_counter()
shell.run_line_magic("load_ext", sys.argv[1])
print(time.perf_counter() - began)
"""


def load(extension: str, folder: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, extension], cwd=folder, capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def main() -> None:
    root = str(Path(__file__).resolve().parent.parent)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "emptymagic.py").write_text(EMPTY)
        sys.path.insert(0, root)
        taken: dict[str, list[float]] = {"empty magic": [], "hooknb": []}
        for _ in range(15):
            taken["empty magic"].append(load("emptymagic", folder))
            taken["hooknb"].append(load("hooknb", root))
    seconds = {name: sorted(values)[len(values) // 2] for name, values in taken.items()}
    print_ratios("%load_ext", seconds, "empty magic")
    print(f"  difference: {(seconds['hooknb'] - seconds['empty magic']) * 1e3:.1f} ms")
    whole = {
        "python -c 'import IPython'": lambda: subprocess.run(
            [sys.executable, "-c", "import IPython"], check=True
        ),
        "python -c 'import IPython, hooknb'": lambda: subprocess.run(
            [sys.executable, "-c", "import IPython, hooknb"], check=True, cwd=root
        ),
    }
    print_ratios("import in a fresh process", medians(whole, rounds=7), "python -c 'import IPython'")


if __name__ == "__main__":
    main()
