"""Colours of files and prints, which know no style sheet; those of pages are the front end's."""

# ColorBrewer YlOrRd, six classes: safe for colour-blind eyes, in print too.
COLOURS = ("#ffffb2", "#fed976", "#feb24c", "#fd8d3c", "#f03b20", "#bd0026")


def spread(classes: int) -> list[str]:
    """A colour for each of at most six classes, from little to much; few classes take the outer colours first."""
    last = len(COLOURS) - 1
    return [COLOURS[number * last // max(classes - 1, 1)] for number in range(classes)]
