"""Metres around a pin: a plane stretched to the ellipsoid at its latitude; not a projection for maps.

Both ways of fetching candidates (candidates.sql and bulk) measure in it, so that they agree to the millimetre.
Against the geodesic it is right within 1 mm up to 100 m and within 0.5 % up to 10 km.
"""

from math import pi
from typing import TypeVar

import numpy as np

SEMI_MAJOR_M = 6_378_137.0
ECCENTRICITY_2 = 6.694_379_990_141_316e-3
# At the poles a degree of longitude has no length; a pin there still needs a finite box.
SHORTEST_M = 1.0

Number = TypeVar("Number", float, np.ndarray)


def metres_per_degree(lat: Number) -> tuple[Number, Number]:
    """Length of a degree of longitude and of latitude at a latitude in degrees (WGS84), numbers or arrays."""
    phi = lat * (pi / 180)
    denominator = 1 - ECCENTRICITY_2 * np.sin(phi) ** 2
    normal = SEMI_MAJOR_M / np.sqrt(denominator)
    meridian = normal * (1 - ECCENTRICITY_2) / denominator
    kx = np.maximum(normal * np.cos(phi) * (pi / 180), SHORTEST_M)
    return kx, meridian * (pi / 180)
