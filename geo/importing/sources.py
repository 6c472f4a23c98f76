"""The source that imported rows name, with its attribution; not the rows."""

from pathlib import Path

from django.utils.text import slugify

from geo.models import Source


def source_for(path: Path | str, *, title: str = "", attribution: str = "", licence: str = "") -> Source:
    """The Source of a file, created or brought up to date. Without a title the file's stem is both code and title.

    Empty attribution and licence leave what is known already. Needs a transaction when the import has one.
    """
    name = title or stem(path)
    slug = slugify(name, allow_unicode=True)[:80] or "source"
    given = {"title": name[:200], "attribution": attribution[:200], "licence": licence[:120]}
    source, _created = Source.objects.update_or_create(
        slug=slug,
        defaults={key: value for key, value in given.items() if value},
        create_defaults={**given, "slug": slug},
    )
    return source


def stem(path: Path | str) -> str:
    """File name without any of its known endings: `town.osm.gz` is `town`."""
    name = Path(path).name
    for _again in range(3):
        base, dot, ending = name.rpartition(".")
        if not dot or not base or ending.lower() not in ENDINGS:
            break
        name = base
    return name


ENDINGS = {"csv", "tsv", "txt", "gz", "zip", "geojson", "json", "gpkg", "shp", "parquet", "osm", "pbf", "xml"}
