"""Makes the words of an appeal out of phrases, with slips of the finger and the odd phone number."""

import numpy as np

from appeals.models import Topic
from appeals.types import Kind
from demo.stories import phrases


class Writer:
    """Texts by topic; the same generator gives the same texts. House and street come from the place."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng

    def text(self, topic: Topic, kind: Kind, address: str) -> str:
        """What a resident writes, Russian, one to three sentences."""
        _town, street, house = ([*address.split(", "), "", ""])[:3]
        if kind == Kind.GRATITUDE:
            return self._pick(phrases.THANKS)
        known = phrases.IDEAS if kind == Kind.SUGGESTION else phrases.CORES
        cores = known.get(topic.code)
        sentence = self._pick(cores or phrases.FALLBACK)
        if cores and house and kind == Kind.PROBLEM:
            sentence += self._pick(phrases.PLACES)
        text = f"{sentence}. {self._pick(phrases.CLOSERS)}".strip()
        words = {
            "n": str(int(self._rng.integers(2, 5))),
            "t": str(int(self._rng.integers(12, 18))),
            "day": self._pick(phrases.DAYS),
            "house": house,
            "street": street,
            "topic": topic.name_ru,
            "topic_low": topic.name_ru[:1].lower() + topic.name_ru[1:],
        }
        return self._slipped(text.format(**words))

    def with_phone(self, text: str) -> str:
        """The text and a number to call back; the number belongs to nobody."""
        digits = self._rng.integers(0, 10, 7)
        return f"{text} Звоните: 8 900 {digits[0]}{digits[1]}{digits[2]}-{digits[3]}{digits[4]}-{digits[5]}{digits[6]}"

    def _pick(self, choices: tuple[str, ...]) -> str:
        return choices[int(self._rng.integers(0, len(choices)))]

    def _slipped(self, text: str) -> str:
        """One text in eight has a slip: two letters swapped, a small beginning, an end without a stop."""
        chance = self._rng.random()
        if chance < 0.05 and len(text) > 12:
            at = int(self._rng.integers(3, len(text) - 3))
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if chance < 0.09:
            return text[0].lower() + text[1:].rstrip(".")
        if chance < 0.12:
            return text.replace(",", "").replace("!", "!!")
        return text


def answers_to(topic: Topic) -> tuple[str, ...]:
    """What an executor may say, by topic, else by category."""
    return phrases.ANSWERS.get(topic.code) or phrases.ANSWERS.get(topic.category.code) or phrases.ANSWER_REST
