"""Arrays of numbers in the database's binary format as numpy arrays; arrays with NULL in them are refused."""

from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format

# Number of dimensions, whether there are NULLs, type, then length and lower bound of the only dimension.
_HEADER_BYTES = 20
_ELEMENTS = {np.dtype(f"i{size}"): np.dtype([("size", ">i4"), ("value", f">i{size}")]) for size in (4, 8)}


class _NumbersLoader(Loader):
    """int4[] or int8[] of one dimension: each element is its size and its value, so all have one width."""

    format = Format.BINARY
    number: np.dtype[Any]

    def load(self, data: Buffer) -> NDArray[Any]:
        """Raises ValueError for NULLs and for more than one dimension."""
        dimensions, with_nulls = np.frombuffer(data, ">i4", 2)
        if dimensions == 0:
            return np.empty(0, self.number)
        if dimensions != 1 or with_nulls:
            raise ValueError("only arrays of one dimension without NULL are read")
        elements = np.frombuffer(data, _ELEMENTS[self.number], offset=_HEADER_BYTES)
        return elements["value"].astype(self.number)


class _IntegersLoader(_NumbersLoader):
    number = np.dtype("i4")


class _BigIntegersLoader(_NumbersLoader):
    number = np.dtype("i8")


def load_as_arrays(cursor: "psycopg.Cursor[Any]") -> None:
    """From now on the cursor gives int4[] and int8[] of binary answers as numpy arrays."""
    types = psycopg.adapters.types
    cursor.adapters.register_loader(types["int4"].array_oid, _IntegersLoader)
    cursor.adapters.register_loader(types["int8"].array_oid, _BigIntegersLoader)
