"""Gi* in a process of its own: the same numbers; what it must not know; what comes of one that does not end."""

import os
import subprocess

import numpy as np
import pytest

from analytics import apart
from analytics.alone import spots
from analytics.apart import spots_apart
from analytics.errors import TookTooLong
from tests.analytics.maps import disk

VALUES = np.random.default_rng(8).poisson(2, (3, 271)).astype(float)


def test_another_process_says_the_same_and_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, str]] = []
    run = subprocess.run

    def watched(*args, **options):
        told.append(options["env"])
        return run(*args, **options)

    monkeypatch.setenv("METKA_SECRET_KEY", "never to be told")
    monkeypatch.setattr(subprocess, "run", watched)
    z, chance = spots_apart(disk(9), VALUES, 2)
    here, chance_here = spots(disk(9), VALUES, 2)
    assert np.array_equal(z, here)
    assert np.array_equal(chance.p, chance_here.p)
    assert np.array_equal(chance.q, chance_here.q)
    [environment] = told
    assert set(environment) <= {"PATH", "LANG", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"}
    assert "METKA_SECRET_KEY" in os.environ


def test_a_process_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST_S", 0.05)
    with pytest.raises(TookTooLong):
        spots_apart(disk(2), VALUES[:, :19], 1)
