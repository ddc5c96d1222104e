"""The facts of a pôle's page: under its question, each kind with its rows, each row a link to its own page.

Rows are read, not put into forms: forms inside the page would cost a query per row and field and
could not be saved apart; a fact with its source, dates and words needs a page anyway.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clusters import dates
from clusters.admin.facts import source_of
from clusters.freshness import is_stale
from clusters.models import (
    Agreement,
    Ambiguity,
    AmbiguitySource,
    Cluster,
    ClusterContact,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Evaluation,
    Event,
    Facility,
    Figure,
    Focus,
    Label,
    LineLead,
    Membership,
    NetworkParticipation,
    Project,
    Sourced,
    Statement,
    StrategicLine,
    Succession,
    ThemeMention,
)
from clusters.questions import QUESTIONS
from clusters.versions import version_of

SHOWN = 12  # of more rows of one kind the rest is folded away
WEIGHTS: dict[int, tuple[str, Callable[[], str]]] = {
    3: ("good", lambda: _("spearhead")),
    2: ("new", lambda: _("stated theme")),
    1: ("closed", lambda: _("also active")),
}


@dataclass(frozen=True)
class Shown:
    """One row: its title links to its page; `inner` are rows that belong to it."""

    address: str
    title: str
    notes: tuple[str, ...] = ()
    quote: str = ""
    readings: tuple[str, ...] = ()
    remark: str = ""
    source: str = ""
    as_of: str = ""
    until: dt.date | None = None
    badge: tuple[str, str] | None = None  # tone, words
    inner: tuple["Shown", ...] = ()
    confirm: dict[str, Any] | None = None


@dataclass(frozen=True)
class KindShown:
    """The rows of one kind; `add` is the address of the page on which another is made."""

    name: str
    one: str
    rows: tuple[Shown, ...]
    add: str = ""

    @property
    def first(self) -> tuple[Shown, ...]:
        return self.rows[:SHOWN]

    @property
    def rest(self) -> tuple[Shown, ...]:
        return self.rows[SHOWN:]


@dataclass(frozen=True)
class QuestionShown:
    slug: str
    title: str | Promise
    kinds: tuple[KindShown, ...]

    @property
    def count(self) -> int:
        return sum(len(kind.rows) for kind in self.kinds)

    @property
    def filled(self) -> list[KindShown]:
        return [kind for kind in self.kinds if kind.rows]

    @property
    def empty(self) -> list[KindShown]:
        return [kind for kind in self.kinds if not kind.rows and kind.add]


def _period(label: Label) -> str:
    return f"{date_format(label.begins_on, 'j F Y')} – {date_format(label.ends_on, 'j F Y')}"


def _figure(row: Figure) -> str:
    number = (
        "" if row.value is None else number_format(row.value.normalize() if row.value % 1 else int(row.value))
    )
    words = "" if row.qualifier == "exact" else row.get_qualifier_display()
    return " ".join(filter(None, [words, number, str(row.unit)]))


# Title first, then whatever else tells rows of this kind apart.
TELL: dict[type[Model], Callable[[Any], Sequence[Any]]] = {
    ClusterName: lambda row: (row.text, row.get_role_display(), row.get_language_display()),
    ClusterRegion: lambda row: (row.region, row.wording, row.get_named_in_display()),
    ClusterSeat: lambda row: (row.city, row.get_role_display()),
    Label: lambda row: (_("Phase %(phase)s") % {"phase": row.phase}, _period(row)),
    StrategicLine: lambda row: (
        f"{row.number}. {row.title}" if row.number else row.title,
        _("announced as new") if row.is_new else "",
    ),
    LineLead: lambda row: (_("led by %(name)s") % {"name": row.organisation},),
    Statement: lambda row: (row.text, row.get_kind_display(), row.topic),
    Membership: lambda row: (row.organisation, row.get_relation_display()),
    Project: lambda row: (
        row.name,
        row.led_by or (_("led by the pôle itself") if row.led_by_cluster else ""),
        row.city,
    ),
    Facility: lambda row: (row.name, row.kind, row.city),
    NetworkParticipation: lambda row: (row.network,),
    Agreement: lambda row: (row.counterpart, row.get_kind_display(), row.country),
    Figure: lambda row: (f"{capfirst(str(row.label))}: {_figure(row)}", _since(row)),
    Evaluation: lambda row: (f"{row.programme} {row.year}", row.rating),
    Event: lambda row: (row.text, row.get_kind_display()),
    Ambiguity: lambda row: (f"{row.reference} {row.title}".strip(), row.get_kind_display()),
    AmbiguitySource: lambda row: (row.source,),
}
NAMES: dict[type[Model], Callable[[], str]] = {
    ClusterContact: lambda: _("People"),
    ClusterName: lambda: _("Names"),
    ClusterRegion: lambda: _("Regions"),
    ClusterSeat: lambda: _("Cities"),
    NetworkParticipation: lambda: _("Networks"),
    Focus: lambda: _("Themes, with their weight"),
    ThemeMention: lambda: _("Mentioned, without a weight"),
}
JOINED: dict[type[Model], tuple[str, ...]] = {
    ClusterRegion: ("region",),
    ClusterSeat: ("city",),
    Membership: ("organisation",),
    Project: ("led_by", "city"),
    Facility: ("city",),
    NetworkParticipation: ("network",),
}
ORDER: dict[type[Model], tuple[str, ...]] = {
    Membership: ("organisation__name_folded", "pk"),
    Label: ("begins_on", "pk"),
    StrategicLine: ("number", "pk"),
    Statement: ("kind", "pk"),
    Event: ("stated_on", "pk"),
    Evaluation: ("year", "pk"),
    Figure: ("measure", "stated_on", "pk"),
}


def _since(row: Figure) -> str:
    return _("since %(year)d") % {"year": row.since} if row.since else ""


@dataclass
class CardPage:
    """Reads one card for one reader: only kinds they may see, “add” only where they may."""

    cluster: Cluster
    user: Any
    on: dt.date
    language: str
    _mentions: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def questions(self) -> list[QuestionShown]:
        """Return the card question by question. One query per kind."""
        return [
            QuestionShown(question.slug, question.title, tuple(self._kinds(question.kinds)))
            for question in QUESTIONS
        ]

    def _kinds(self, models: Iterable[type[Model]]) -> Iterable[KindShown]:
        special = {
            ClusterContact: self._contacts,
            Focus: self._strengths,
            ThemeMention: self._other_mentions,
            StrategicLine: self._lines,
            Ambiguity: self._ambiguities,
        }
        for model in models:
            if model in (LineLead, AmbiguitySource) or not self.may("view", model):
                continue  # those two stand under the row they belong to
            if model is Succession:
                yield self._succession("predecessor", "successor", _("Taken over by"))
                yield self._succession("successor", "predecessor", _("Took over from"))
                continue
            read = special.get(model)
            rows = read() if read else [self._row(row) for row in self._of(model)]
            yield self._kind(model, rows, name=NAMES.get(model, lambda: "")())

    def _kind(
        self, model: type[Model], rows: Iterable[Shown], *, name: str = "", column: str = "cluster"
    ) -> KindShown:
        meta = model._meta
        add = f"{_page(model, 'add')}?{column}={self.cluster.pk}" if self.may("add", model) else ""
        return KindShown(
            name or capfirst(str(meta.verbose_name_plural)), str(meta.verbose_name), tuple(rows), add
        )

    def may(self, action: str, model: type[Model]) -> bool:
        return bool(self.user.has_perm(f"clusters.{action}_{model._meta.model_name}"))

    def _of(self, model: type[Any]) -> QuerySet[Any]:
        joined = JOINED.get(model, ())
        rows: QuerySet[Any] = model.objects.filter(cluster=self.cluster).select_related("source", *joined)
        return rows.order_by(*ORDER.get(model, ("pk",)))

    def _row(self, row: Any, **more: Any) -> Shown:
        title, *notes = TELL[type(row)](row)
        values: dict[str, Any] = {
            "address": _page(type(row), "change", row.pk),
            "title": str(title),
            "notes": tuple(str(note) for note in notes if note),
        }
        if isinstance(row, Sourced):
            values |= self._provenance(row)
        return Shown(**{**values, **more})

    def _provenance(self, row: Sourced) -> dict[str, Any]:
        ended = row.valid_until if row.valid_until and row.valid_until <= self.on else None
        return {
            "source": source_of(row),
            "as_of": dates.in_words(row.stated_on, self.language, row.stated_precision),
            "until": ended,
            "remark": str(row.remark),
        }

    def _succession(self, mine: str, other: str, name: str) -> KindShown:
        rows = (
            Succession.objects.filter(**{mine: self.cluster}).select_related("source", other).order_by("pk")
        )
        shown = [
            Shown(_page(Succession, "change", row.pk), str(getattr(row, other)), **self._provenance(row))
            for row in rows
        ]
        return self._kind(Succession, shown, name=name, column=mine)

    def _contacts(self) -> Iterable[Shown]:
        for person in self.cluster.contacts.order_by("-is_active", "name", "pk"):
            confirmed = (
                _("confirmed on %(day)s") % {"day": date_format(person.confirmed_on, "j F Y")}
                if person.confirmed_on
                else _("never confirmed")
            )
            badge = None
            if not person.is_active:
                badge = ("closed", _("no longer in use"))
            elif person.bounced_on:
                badge = ("attention", _("mail came back"))
            elif is_stale(person.confirmed_on, on=self.on):
                badge = ("busy", _("not confirmed for twelve months"))
            notes = (person.role, person.email, person.phone, person.get_language_display(), confirmed)
            confirm = None
            fresh = person.confirmed_on == self.on and not person.bounced_on
            if person.is_active and not fresh and self.may("change", ClusterContact):
                confirm = {
                    "address": reverse("admin:clusters_confirm_contact", args=[person.pk]),
                    "token": version_of(person),
                }
            yield Shown(
                _page(ClusterContact, "change", person.pk),
                person.name,
                tuple(filter(None, map(str, notes))),
                badge=badge,
                confirm=confirm,
            )

    def _strengths(self) -> Iterable[Shown]:
        """Each theme with its weight, and under it the reason: the sentence and every mention."""
        mentions = (
            self._of(ThemeMention).select_related("source", "theme") if self.may("view", ThemeMention) else ()
        )
        for mention in mentions:
            self._mentions[mention.theme_id].append(mention)
        rows = self._of(Focus).select_related("source", "theme", "line").order_by("-weight", "pk")
        for focus in rows:
            tone, words = WEIGHTS[focus.weight]
            notes = [str(focus.wording)] if focus.wording else []
            if focus.line:
                notes.append(_("line: %(line)s") % {"line": focus.line})
            yield Shown(
                _page(Focus, "change", focus.pk),
                str(focus.theme),
                tuple(notes),
                quote=focus.quote,
                badge=(tone, words()),
                inner=tuple(self._mention(row) for row in self._mentions.pop(focus.theme_id, ())),
                **self._provenance(focus),
            )

    def _mention(self, row: ThemeMention, *, with_theme: bool = False) -> Shown:
        notes = [str(row.theme)] if with_theme else []
        notes += [row.get_emphasis_display(), str(row.scope)]
        return Shown(
            _page(ThemeMention, "change", row.pk),
            str(row.wording),
            tuple(filter(None, notes)),
            quote=row.quote,
            **self._provenance(row),
        )

    def _other_mentions(self) -> Iterable[Shown]:
        """What the sources name and the office gave no weight."""
        for rows in list(self._mentions.values()):
            yield from (self._mention(row, with_theme=True) for row in rows)

    def _lines(self) -> Iterable[Shown]:
        leads = LineLead.objects.filter(line__cluster=self.cluster).select_related("source", "organisation")
        by_line: dict[int, list[Shown]] = defaultdict(list)
        for lead in leads.order_by("pk"):
            by_line[lead.line_id].append(self._row(lead))
        return [
            self._row(line, quote=str(line.detail), inner=tuple(by_line[line.pk]))
            for line in self._of(StrategicLine)
        ]

    def _ambiguities(self) -> Iterable[Shown]:
        links = AmbiguitySource.objects.filter(ambiguity__cluster=self.cluster).select_related("source")
        others: dict[int, list[Shown]] = defaultdict(list)
        for link in links.order_by("pk"):
            others[link.ambiguity_id].append(self._row(link))
        for row in self._of(Ambiguity):
            readings = (
                _("One reading: %(text)s") % {"text": row.reading} if row.reading else "",
                _("The other: %(text)s") % {"text": row.other_reading} if row.other_reading else "",
            )
            yield self._row(
                row, quote=row.quote, readings=tuple(filter(None, readings)), inner=tuple(others[row.pk])
            )


def _page(model: type[Model], name: str, *args: Any) -> str:
    return reverse(f"admin:clusters_{model._meta.model_name}_{name}", args=args)
