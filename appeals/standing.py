"""What a viewer is to one loaded appeal; the rule itself is `rules.lifecycle.parts_of`."""

from django.utils.crypto import constant_time_compare

from accounts.types import Viewer
from appeals.models import Appeal
from appeals.rules.lifecycle import parts_of
from appeals.types import Part


def parts_in(viewer: Viewer, appeal: Appeal, *, follow_token: str = "") -> frozenset[Part]:
    """The viewer's parts in the appeal; its executor is read when it is not loaded yet.

    follow_token: the secret of the author's link, for whoever sent the appeal without an account.
    """
    parts = parts_of(
        viewer,
        author_id=appeal.author_id,
        executor_id=appeal.executor_id,
        delegate_id=appeal.delegate_id,
        area_ids=appeal.area_ids,
        approval=appeal.executor is None or appeal.executor.head_approves,
    )
    if follow_token and constant_time_compare(follow_token, appeal.follow_token):
        return parts | {Part.AUTHOR}
    return parts
