"""Forms of the pages of notices; what they mean is decided below."""

from django import forms
from django.utils.translation import gettext_lazy as _

from channels.types import Choices, Pace
from channels.wording import PACES


class ChoicesForm(forms.Form):
    """How somebody wants to be told. at_work: whether there is any work to be told of."""

    email = forms.ChoiceField(
        label=_("E-mails on your appeals and those you follow"), choices=list(PACES.items())
    )
    work_email = forms.ChoiceField(label=_("E-mails on your work"), choices=list(PACES.items()))
    bell = forms.BooleanField(label=_("Show notices on the site"), required=False)

    def __init__(self, *args: object, at_work: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        if not at_work:
            del self.fields["work_email"]

    def chosen(self, before: Choices) -> Choices:
        """Needs a valid form; what the form does not show stays as before."""
        values = self.cleaned_data
        return Choices(
            Pace(values["email"]), Pace(values.get("work_email", before.work_email)), bool(values["bell"])
        )
