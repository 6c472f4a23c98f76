"""What can be wrong with photos and their blurred parts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from appeals.errors.family import Unacceptable


class PhotoRefused(Unacceptable):
    """A photo cannot be used."""

    message = _("The photo “%(name)s” cannot be used.")
    field = "photos"


class TooManyPhotos(PhotoRefused):
    """More photos than allowed."""

    message = ngettext_lazy(
        "Attach at most %(limit)d photo.",
        "Attach at most %(limit)d photos.",
        "limit",
    )


class PhotoTooLarge(PhotoRefused):
    """The file is larger than allowed."""

    message = _("The photo “%(name)s” is larger than %(limit)d MB.")


class PhotoTooManyPixels(PhotoRefused):
    """The picture is larger than allowed."""

    message = _("The photo “%(name)s” is larger than %(limit)d megapixels.")


class NotAPhoto(PhotoRefused):
    """The file is no JPEG, PNG, WebP or HEIC picture, or is damaged."""

    message = _("“%(name)s” is not a photo that we can read. JPEG, PNG, WebP and HEIC work.")


class PhotoMoves(PhotoRefused):
    """The picture has several frames."""

    message = _("“%(name)s” is an animation. Attach a still photo.")


class UnknownPhoto(Unacceptable):
    """The appeal has no such photo."""

    message = _("The appeal has no such photo.")
    field = "photos"


class WrongRegion(Unacceptable):
    """A part of a photo lies outside of it or is empty."""

    message = _("Mark the parts of the photo anew.")
    field = "regions"
