"""What the register stores. Import models from here."""

from clusters.models.activities import (
    Agreement,
    Evaluation,
    Event,
    Facility,
    Figure,
    Network,
    NetworkParticipation,
    Project,
)
from clusters.models.ambiguities import Ambiguity, AmbiguitySource
from clusters.models.cards import (
    Cluster,
    ClusterContact,
    ClusterName,
    ClusterRegion,
    ClusterSeat,
    Label,
    Succession,
)
from clusters.models.derived import Derivation, OrganisationTheme
from clusters.models.downloads import Download, DownloadPiece
from clusters.models.duplicates import OrganisationMerge, OrganisationPair
from clusters.models.loading import LoadedRecord
from clusters.models.member_imports import MemberImport
from clusters.models.organisations import Membership, Organisation, OrganisationName
from clusters.models.places import City, PlaceName, Region
from clusters.models.profile import Focus, LineLead, Statement, StrategicLine, ThemeMention
from clusters.models.sources import Source, Sourced, SourcedQuerySet
from clusters.models.themes import Sector, Term, Theme

__all__ = [
    "Agreement",
    "Ambiguity",
    "AmbiguitySource",
    "City",
    "Cluster",
    "ClusterContact",
    "ClusterName",
    "ClusterRegion",
    "ClusterSeat",
    "Derivation",
    "Download",
    "DownloadPiece",
    "Evaluation",
    "Event",
    "Facility",
    "Figure",
    "Focus",
    "Label",
    "LineLead",
    "LoadedRecord",
    "MemberImport",
    "Membership",
    "Network",
    "NetworkParticipation",
    "Organisation",
    "OrganisationMerge",
    "OrganisationName",
    "OrganisationPair",
    "OrganisationTheme",
    "PlaceName",
    "Project",
    "Region",
    "Sector",
    "Source",
    "Sourced",
    "SourcedQuerySet",
    "Statement",
    "StrategicLine",
    "Succession",
    "Term",
    "Theme",
    "ThemeMention",
]
