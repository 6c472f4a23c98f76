"""Arrays of integers come out of the binary format as numpy arrays of their width."""

import numpy as np
import pytest

from geo import sql

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kind", "dtype"), [("integer", np.int32), ("bigint", np.int64)])
def test_integers_come_as_arrays(kind: str, dtype: type) -> None:
    ((found, none),) = sql.binary_rows_of(f"SELECT '{{-7,0,2147483647}}'::{kind}[], '{{}}'::{kind}[]")
    assert found.dtype == none.dtype == dtype
    assert found.tolist() == [-7, 0, 2147483647]
    assert none.tolist() == []


def test_big_integers_keep_all_their_bits() -> None:
    ((found,),) = sql.binary_rows_of("SELECT ARRAY[-9223372036854775808, 9223372036854775807]")
    assert found.tolist() == [-(2**63), 2**63 - 1]


@pytest.mark.parametrize("array", ["{1,NULL}", "{{1,2},{3,4}}"])
def test_other_arrays_are_refused(array: str) -> None:
    with pytest.raises(ValueError, match="one dimension without NULL"):
        sql.binary_rows_of(f"SELECT '{array}'::integer[]")
