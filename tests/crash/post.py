"""The mail server of the crash run: writes down what it accepts, a little before it says so."""

import asyncio
import random
import time
from collections import defaultdict
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

# Between acceptance and the word of it, so that deaths fall there too.
SLOWEST_S = 0.05


class Post:
    """accepted: Message-ID → times (monotonic, seconds) of each acceptance."""

    def __init__(self, port: int) -> None:
        self.accepted: dict[str, list[float]] = defaultdict(list)
        self.port = port
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    @property
    def count(self) -> int:
        return sum(map(len, self.accepted.values()))

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content)
        self.accepted[letter["Message-ID"].strip("<>")].append(time.monotonic())
        await asyncio.sleep(random.uniform(0, SLOWEST_S))
        return "250 accepted"
