"""The register's closed lists. Leaf module: imports nothing of the project."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Language(models.TextChoices):
    NL = "nl", _("Dutch")
    FR = "fr", _("French")
    EN = "en", _("English")


class Precision(models.TextChoices):
    """How exactly a date is known; the unknown part of the stored date is its first day."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


class SourceKind(models.TextChoices):
    OFFICE = "office", _("the office's own document")
    WEB = "web", _("web page")
    PRESS = "press", _("press")
    STATE = "state", _("government")
    MEMBERS = "members", _("a pôle’s list of members")
    KNOWLEDGE = "knowledge", _("general knowledge, no page found")


class ThemeKind(models.TextChoices):
    SUBJECT = "subject", _("subject")
    PARTNER = "partner", _("kind of partner")
    OUTSIDE = "outside", _("outside the register's sectors")


class TermMode(models.TextChoices):
    """How a term must stand in a text to count."""

    EXACT = "exact", _("exactly this word")
    STEM = "stem", _("this word and its endings")
    PHRASE = "phrase", _("these words in a row")
    COMPOUND = "compound", _("also inside a compound word")


class NameRole(models.TextChoices):
    PRIMARY = "primary", _("name")
    VARIANT = "variant", _("spelling")
    ABBREVIATION = "abbreviation", _("abbreviation")
    TRANSLATION = "translation", _("name in another language")


class NamedIn(models.TextChoices):
    """In which part of a document a region is named; the parts may use different words for it."""

    LIST = "list", _("in the list")
    HEADING = "heading", _("in the heading")
    TEXT = "text", _("in the text")


class Emphasis(models.TextChoices):
    """How much the source itself makes of a subject; without a word of that kind it is empty."""

    SPEARHEAD = "spearhead", _("spearhead")
    MAIN = "main", _("main theme")
    KEY = "key", _("one of the most important themes")
    FOCUS = "focus", _("focus")
    FIELD = "field", _("field of work")
    SECTOR = "sector", _("sector of industry")
    CROSSING = "crossing", _("runs through all lines")
    NEW = "new", _("new since the evaluation of 2012")
    ONLY = "only", _("the only focus until then")
    AREA = "area", _("area of attention")


class AmbiguityKind(models.TextChoices):
    """In what way a document leaves room for doubt."""

    INCONSISTENCY = "inconsistency", _("the document contradicts itself")
    LIKELY_ERROR = "likely_error", _("probably an error")
    ERROR = "error", _("an error, according to other sources")
    NAMING = "naming", _("several names for one thing")
    TRAP = "trap", _("easily misread")
    UNCLEAR = "unclear", _("not clear")
    PRIVACY = "privacy", _("personal data")
    MISSING = "missing", _("not in the document")
    REMARK = "remark", _("remark")


class SeatRole(models.TextChoices):
    HEAD_OFFICE = "head_office", _("head office")
    NAMED = "named", _("named with the pôle")


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("company, size not stated")
    LARGE_COMPANY = "large_company", _("large company")
    SME = "sme", _("SME")
    START_UP = "start_up", _("start-up")
    RESEARCH = "research", _("research institute")
    TECHNOLOGY = "technology", _("technology institute")
    UNIVERSITY = "university", _("university")
    TRAINING = "training", _("training institute")
    HOSPITAL = "hospital", _("hospital")
    INVESTOR = "investor", _("investor")
    CLUSTER = "cluster", _("cluster or network")
    GOVERNMENT = "government", _("government")
    OTHER = "other", pgettext_lazy("kind of organisation", "other")


class MembershipRelation(models.TextChoices):
    """What the source literally calls the organisation; a lead or a user is not always called member."""

    MEMBER = "member", _("member")
    LINE_LEAD = "line_lead", _("leads a strategic line")
    PROJECT_LEAD = "project_lead", _("leads a project")
    FACILITY_USER = "facility_user", _("uses a facility")


class Qualifier(models.TextChoices):
    """The source's own words around a figure."""

    EXACT = "exact", _("exactly")
    MORE_THAN = "more_than", _("more than")
    ABOUT = "about", _("about")
    ALMOST = "almost", _("almost")
    MANY = "many", _("many (no number given)")
    DERIVED = "derived", _("added up by the office")


class StatementKind(models.TextChoices):
    DESCRIPTION = "description", _("description")
    GOAL = "goal", _("goal")
    MEMBERS = "members", _("kind of members")
    STANCE = "stance", _("attitude to partners")
    GENERAL = "general", _("on pôles in general")
    MEMBERSHIP_RULE = "membership_rule", _("rule on membership")
    SUBSIDY_RULE = "subsidy_rule", _("rule on subsidy")
    SERVICE = "service", _("what the office does")
    LINK = "link", _("link whose target was lost")
    DOCUMENT = "document", _("on the document itself")


class AgreementKind(models.TextChoices):
    AGREEMENT = "agreement", _("agreement")
    COOPERATION = "cooperation", _("co-operation")


class EventKind(models.TextChoices):
    FOUNDED = "founded", _("founded")
    RENAMED = "renamed", _("renamed")
    MERGED = "merged", _("merged")
    EXTENDED = "extended", _("extended")
    MOVED = "moved", _("moved")
    ACQUIRED = "acquired", _("bought or taken over")
    OPENED = "opened", _("opened")
    CLOSED = "closed", _("closed")
    GOVERNANCE = "governance", _("change in the board or management")
    OTHER = "other", pgettext_lazy("kind of event", "other")


class DownloadKind(models.TextChoices):
    """What a file that left the desk holds."""

    LIST = "list", _("a list, as it was filtered")
    QUARTER = "quarter", _("report of a period")
    CLOSED = "closed", _("report of a closed quarter")


class FileFormat(models.TextChoices):
    CSV = "csv", _("CSV")
    ODS = "ods", _("ODS")
    XLSX = "xlsx", _("XLSX")
    PDF = "pdf", _("PDF")
    ZIP = "zip", _("ZIP")


class DownloadWay(models.TextChoices):
    STAFF = "staff", _("staff site")
    COMMAND = "command", pgettext_lazy("way to a file", "command")
    LINK = "link", _("signed link")


class RowStanding(models.TextChoices):
    """What a row of a member list would do to the register."""

    WRONG = "wrong", pgettext_lazy("row of a list", "wrong")
    DOUBTFUL = "doubtful", pgettext_lazy("row of a list", "doubtful")
    NEW = "new", pgettext_lazy("row of a list", "new")
    CHANGED = "changed", pgettext_lazy("row of a list", "changed")
    SAME = "same", pgettext_lazy("row of a list", "same")


class ImportState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("import", "looked at, nothing stored")
    STORED = "stored", pgettext_lazy("import", "stored")
    UNDONE = "undone", pgettext_lazy("import", "undone")


class PairState(models.TextChoices):
    """Whether two organisations that look like one were looked at."""

    OPEN = "open", pgettext_lazy("pair of organisations", "to look at")
    APART = "apart", pgettext_lazy("pair of organisations", "these are two")


class PairReason(models.TextChoices):
    """Why two organisations may be one."""

    SAME_NAME = "same_name", _("the same name in another spelling, in the same town")
    ELSEWHERE = "elsewhere", _("the same name in another town, or without a town")
    ALIKE = "alike", _("nearly the same name in the same town")
    SAME_SITE = "same_site", _("the same website")


class Derived(models.TextChoices):
    """What the desk makes of the register by itself."""

    PAIRS = "pairs", _("doubtful pairs of organisations")
    MEMBER_THEMES = "member_themes", _("themes of organisations")
