"""The worker processes of the crash run: killed one at a time, started again."""

import random
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COUNT = 2
# Quicker than in service, so that a few minutes hold many deaths.
PACE = ("--sweep-s", "2", "--silent-s", "6", "--most-s", "20", "--settled-s", "15")


class Workers:
    """started: how many processes there have been."""

    def __init__(self) -> None:
        folder = ROOT / ".local"
        folder.mkdir(exist_ok=True)
        self.log = (folder / "crash-worker.log").open("wb")
        self.running: list[subprocess.Popen[bytes]] = []
        self.started = 0

    def keep(self) -> None:
        """Start those that are missing: killed ones, and ones that ended because the database did."""
        self.running = [one for one in self.running if one.poll() is None]
        while len(self.running) < COUNT:
            command = [sys.executable, "manage.py", "worker", *PACE]
            self.running.append(subprocess.Popen(command, cwd=ROOT, stdout=self.log, stderr=self.log))
            self.started += 1

    def kill_one(self, chance: random.Random) -> None:
        victim = chance.choice(self.running)
        victim.send_signal(signal.SIGKILL)
        victim.wait()

    def stop(self) -> None:
        for one in self.running:
            one.terminate()
        for one in self.running:
            try:
                one.wait(40)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
        self.log.close()
