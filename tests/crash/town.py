"""The little that the load needs: the catalogue, one organisation that answers, a moderator and a worker."""

from accounts.types import Viewer
from appeals.importing.catalogue import load_catalogue
from tests.builders import make_area, make_authority, make_organisation, moderator, worker


def build() -> tuple[Viewer, Viewer]:
    """The moderator and the worker."""
    load_catalogue()
    company = make_organisation()
    make_authority(company, make_area())
    return moderator(), worker(company)
