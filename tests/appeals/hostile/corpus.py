"""What the process does that takes the corpus in within limits.

It prints a line of JSON for each file: its name, what became of it, the message in both languages, and by how much the
process grew at most while it was read.
"""

import json
import resource
import sys
from pathlib import Path

from tests.appeals.hostile.all_cases import CASES
from tests.appeals.hostile.judging import judged

# A picture that is decoded in an endless loop ends with the process.
MOST_CPU_S = 300


def main() -> None:
    """Needs Django set up; no database is asked."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_S, MOST_CPU_S))
    for name, case in CASES.items():
        content = case.make()
        Path("/proc/self/clear_refs").write_text("5")  # the peak of memory begins anew
        before = _memory_mb("VmRSS")
        outcome = judged(content, case.filename)
        outcome |= {"name": name, "bytes": len(content), "grown_mb": _memory_mb("VmHWM") - before}
        sys.stdout.write(json.dumps(outcome) + "\n")
        sys.stdout.flush()


def _memory_mb(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))
