"""Tests of the floor analytics."""
