"""Tables of a councillor's drafts for the council's agenda: appeals put together as questions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appeals.models import Appeal


class Agenda(models.Model):
    """A named draft; its owner's alone."""

    user = models.ForeignKey(User, models.CASCADE, related_name="agendas")
    name = models.CharField(_("name"), max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft for the agenda")
        verbose_name_plural = _("drafts for the agenda")

    def __str__(self) -> str:
        return self.name


class AgendaQuestion(models.Model):
    """An appeal as a question of the agenda. wording: what the council is asked; position: from 1."""

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="questions")
    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    wording = models.TextField(_("wording"), blank=True)

    class Meta:
        verbose_name = _("question of the agenda")
        verbose_name_plural = _("questions of the agenda")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["agenda", "appeal"], name="agenda_question_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.appeal_id}"
