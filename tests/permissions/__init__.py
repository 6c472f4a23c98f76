"""Tests of who may open what."""
