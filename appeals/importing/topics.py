"""Which topic a value of somebody else's file means: by a map of two columns, else by the catalogue's own words."""

import io
from collections import Counter
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from appeals.models import Topic
from geo.errors import GeoError
from geo.importing.delimited import content_of, decode, delimiter_of, records


class BadTopicMap(GeoError):
    """The map is not a table of values and topics."""

    message = _("%(path)s, line %(line)d: “%(code)s” is no topic and no category. A line is: value,topic")


class UnknownDefaultTopic(GeoError):
    """No topic or category has this code."""

    message = _("There is no topic and no category “%(code)s”.")


class TopicWords:
    """Finds topics by code or name; the code or name of a category means its last topic, «Другое …»."""

    def __init__(self) -> None:
        topics = list(Topic.objects.select_related("category").order_by("category__position", "position"))
        last = {topic.category_id: topic for topic in topics}.values()
        # One word of a name is enough («Дороги») where only one category has it.
        parts = Counter(part for topic in last for part in set(_parts(topic.category.name_ru)))
        self._by_word: dict[str, Topic] = {}
        for topic in last:
            category = topic.category
            single = [part for part in _parts(category.name_ru) if parts[part] == 1]
            for word in (*single, category.code, category.name_ru, category.name_en):
                self._by_word[_fold(word)] = topic
        for topic in reversed(topics):
            for word in (topic.name_en, topic.name_ru, topic.code):
                self._by_word[_fold(word)] = topic

    def find(self, word: str) -> Topic | None:
        """The topic of a word, None when nothing is called so."""
        return self._by_word.get(_fold(word))

    def read_map(self, path: Path) -> dict[str, Topic]:
        """Topics by folded value. The first line may be a header. Raises BadTopicMap."""
        lines = _lines(path)
        found: dict[str, Topic] = {}
        for number, line in enumerate(lines, start=1):
            if not any(cell.strip() for cell in line):
                continue
            value, code = (line[0], line[1].strip()) if len(line) > 1 else (line[0], "")
            topic = self.find(code) if code else None
            if topic is not None:
                found[_fold(value)] = topic
            elif number > 1:
                raise BadTopicMap(path=path, line=number, code=code)
        return found


def topic_of(value: str, mapped: dict[str, Topic], words: TopicWords) -> Topic | None:
    """The topic that a file's value means; the map goes before the catalogue's own words."""
    return mapped.get(_fold(value)) or words.find(value)


def _parts(name: str) -> list[str]:
    return [_fold(part) for part in name.replace(",", " ").split() if len(part) > 2]


def _fold(word: str) -> str:
    return " ".join(word.casefold().replace("ё", "е").split())


def _lines(path: Path) -> list[list[str]]:
    text = decode(content_of(path), "", path)
    return list(records(io.StringIO(text, newline=""), delimiter_of(text), path, trim=True))
