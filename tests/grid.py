"""A town drawn as text: each character is a square of ground; letters become polygons, marks become points.

    AAABBB
    AA.BBB     `polygon("A")` is the ground of all A, `point(0, 0)` the middle of the top left square.
    AA*BBB

Rows run from north to south, columns from west to east. Geometry is EPSG:4326, lon/lat.
"""

from dataclasses import dataclass

import shapely
from shapely import MultiPolygon

from geo.types import LonLat
from territories import coverage
from territories.metric import metres_per_degree
from territories.types import AreaRow

SOUTH_WEST = LonLat(30.0, 60.0)


@dataclass(frozen=True)
class Grid:
    """step_m: side of a square in metres (exact at the south edge). corner: the south-west corner of the drawing."""

    text: str
    step_m: float = 100.0
    corner: LonLat = SOUTH_WEST

    @property
    def rows(self) -> list[str]:
        lines = [line.strip() for line in self.text.strip("\n").splitlines()]
        return [line for line in lines if line]

    def at(self, column: float, row: float) -> LonLat:
        """Place at a position counted in squares from the north-west corner: (0, 0) is that corner itself."""
        kx, ky = metres_per_degree(self.corner.lat)
        up = len(self.rows) - row
        return LonLat(
            self.corner.lon + column * self.step_m / float(kx), self.corner.lat + up * self.step_m / float(ky)
        )

    def point(self, column: int, row: int) -> LonLat:
        """Middle of a square."""
        return self.at(column + 0.5, row + 0.5)

    def places(self, mark: str) -> list[LonLat]:
        """Middles of all squares with this mark, row by row."""
        return [
            self.point(column, row)
            for row, line in enumerate(self.rows)
            for column, letter in enumerate(line)
            if letter == mark
        ]

    def polygon(self, letters: str) -> MultiPolygon:
        """Ground of all squares that hold one of the letters. Raises ValueError when there is none."""
        squares = [
            self._square(column, row)
            for row, line in enumerate(self.rows)
            for column, letter in enumerate(line)
            if letter in letters
        ]
        whole = coverage.polygonal(shapely.union_all(squares))
        if whole is None:
            raise ValueError(letters)
        return whole

    def _square(self, column: int, row: int) -> shapely.Polygon:
        west_north, east_south = self.at(column, row), self.at(column + 1, row + 1)
        return shapely.box(west_north.lon, east_south.lat, east_south.lon, west_north.lat)

    def area(self, letters: str, *, kind: str = "district", code: str = "", **fields: str) -> AreaRow:
        """The ground of letters as a row for `stage`; its code and name are the letters."""
        code = code or letters
        return AreaRow(kind=kind, code=code, name=f"Район {code}", geometry=self.polygon(letters), **fields)
