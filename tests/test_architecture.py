"""The direction of imports, as data; every import in the tree is read, also those inside functions."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Innermost first. A module may import from its own row and from rows above it in this list (the
# inner ones), never from a row below. A name ending in "." stands for a whole package.
CLUSTERS_ROWS = [
    ["enums", "folding", "dates"],
    ["word_index", "drawn_number", "numbers", "typesetting", "likeness", "many_rows"],
    ["fields", "choices"],
    ["models."],
    ["together"],
    [
        "constraints",
        "lifeline",
        "factlist",
        "factcheck",
        "fixtures",
        "loading",
        "vocabulary",
        "cards.",
        "comparison",
        "directory",
        "presence",
        "provenance",
        "map",
        "naming",
        "timeline",
        "spreadsheets.",
        "search",
        "finding",
        "questions",
        "versions.",
        "freshness",
        "last_change",
        "linked_data",
        "open_data",
        "brochure.",
        "downloads",
        "list_files",
        "going_back",
        "duplicates.",
        "member_lists.",
        "member_themes",
    ],
    ["forms", "filters", "resources", "templatetags."],
    ["views", "data_views", "urls", "admin.", "management."],
    ["apps"],
]
CONTACTS_ROWS = [
    ["enums", "quarters", "periods", "plain_words", "placeholders", "incidents", "durability"],
    ["models."],
    ["matching."],
    ["workflow", "notifications", "outbox", "references", "answer_links", "quarter_links"],
    ["suspicion"],
    ["evidence", "carriers", "fingerprint"],
    ["profiles", "enquiry_lines", "encoder", "theme_reading", "enquiries"],
    ["asked"],
    [
        "second_reading",
        "finding",
        "entry",
        "presets",
        "sender_limit",
        "intake",
        "shortlist",
        "experience",
        "figures",
        "rehearsal",
        "unknown_words",
        "evaluation",
        "review",
        "follow_up",
        "letter_templates",
        "letters",
        "giveaways",
        "writing",
        "sending",
        "sending_again",
        "disclosing",
        "introductions",
        "answers",
        "after_sending",
        "standing",
        "bounces",
        "reports.",
        "wanted_reports",
        "open_points",
        "closing",
        "kept_files",
        "long_files",
        "demonstration",
        "office_generator.",
    ],
    ["forms", "form_fields", "answer_forms", "status_forms", "filters", "resources"],
    ["form_views", "answer_views", "quarter_views", "status_views", "urls", "admin.", "management."],
    ["apps"],
]
# What the desk may use of the register: never what the register's own pages and commands are made of.
REGISTER_FOR_THE_DESK = (
    "clusters.models",
    "clusters.many_rows",
    "clusters.enums",
    "clusters.folding",
    "clusters.choices",
    "clusters.fields",
    "clusters.word_index",
    "clusters.drawn_number",
    "clusters.dates",
    "clusters.lifeline",
    "clusters.map",
    "clusters.presence",
    "clusters.freshness",
    "clusters.spreadsheets",
    "clusters.typesetting",
    "clusters.numbers",
    "clusters.list_files",
    "clusters.downloads",
    "clusters.member_themes",
)
PURE = {
    "contacts.matching": ("clusters.folding", "clusters.enums", "contacts.matching", "contacts.enums"),
    "contacts.quarters": (),
    "contacts.periods": ("contacts.quarters",),
    "contacts.suspicion": ("clusters.folding", "contacts.enums"),
    "contacts.placeholders": (),
    "clusters.folding": (),
    "clusters.dates": (),
    "clusters.likeness": ("clusters.folding",),
    "clusters.timeline": (),
}


def modules(package: str) -> list[Path]:
    return [path for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} uses a relative import; write the full name"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def row_of(module: str, package: str, rows: list[list[str]]) -> int | None:
    inner = module.removeprefix(package).removeprefix(".")
    for number, row in enumerate(rows):
        for entry in row:
            if inner == entry.rstrip(".") or (entry.endswith(".") and inner.startswith(entry)):
                return number
    return None


@pytest.mark.parametrize(("package", "rows"), [("clusters", CLUSTERS_ROWS), ("contacts", CONTACTS_ROWS)])
def test_every_module_has_its_row_and_imports_only_inwards(package: str, rows: list[list[str]]) -> None:
    wrong = []
    for path in modules(package):
        module = name_of(path)
        if module == package:
            continue
        own = row_of(module, package, rows)
        if own is None:
            wrong.append(f"{module} has no row in this test: say which step of the story it holds")
            continue
        for target in imported(path):
            if not target.startswith(package + "."):
                continue
            other = row_of(target, package, rows)
            if other is not None and other > own:
                wrong.append(f"{module} imports {target}, which lies further out")
    assert not wrong, "\n".join(wrong)


def test_the_register_knows_nothing_of_the_desk_and_neither_knows_the_project() -> None:
    wrong = [
        f"{name_of(path)} imports {target}"
        for package, forbidden in (("clusters", ("contacts", "attache")), ("contacts", ("attache",)))
        for path in modules(package)
        for target in imported(path)
        if target.split(".")[0] in forbidden
    ]
    assert not wrong, "\n".join(wrong)


def test_the_desk_uses_only_the_inner_rooms_of_the_register() -> None:
    wrong = []
    for path in modules("contacts"):
        allowed: tuple[str, ...] = REGISTER_FOR_THE_DESK
        if name_of(path).startswith("contacts.admin"):
            allowed = (*allowed, "clusters.admin.base", "clusters.admin")
        wrong += [
            f"{name_of(path)} imports {target}"
            for target in imported(path)
            if target.startswith("clusters.")
            and not any(target == name or target.startswith(name + ".") for name in allowed)
        ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("pure", "allowed"), PURE.items())
def test_pure_modules_touch_neither_database_nor_web(pure: str, allowed: tuple[str, ...]) -> None:
    package = pure.split(".", maxsplit=1)[0]
    wrong = []
    for path in modules(package):
        if name_of(path) != pure and not name_of(path).startswith(pure + "."):
            continue
        for target in imported(path):
            ours = target.split(".")[0] in ("clusters", "contacts", "attache")
            if ours and not any(target == name or target.startswith(name + ".") for name in allowed):
                wrong.append(f"{name_of(path)} imports {target}")
            if target.startswith("django.") and not target.startswith("django.utils"):
                wrong.append(f"{name_of(path)} imports {target}")
    assert not wrong, "\n".join(wrong)


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        f"{name_of(path)}:{inner.lineno}"
        for package in ("attache", "clusters", "contacts")
        for path in modules(package)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden, "\n".join(hidden)


@pytest.mark.parametrize("package", ["attache", "clusters", "contacts"])
def test_no_module_has_a_name_that_says_nothing(package: str) -> None:
    empty_words = {"services", "utils", "helpers", "core", "common", "misc", "signals"}
    assert not [name_of(path) for path in modules(package) if path.stem in empty_words]


def test_only_the_workflow_writes_a_status() -> None:
    """A status may be given when a row is made; afterwards `workflow.move` alone changes it."""
    wrong = []
    for path in modules("contacts"):
        if name_of(path) in ("contacts.workflow", "contacts.outbox", "contacts.sending_again"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AugAssign)
                else []
            )
            wrong += [
                f"{name_of(path)}:{node.lineno}"  # type: ignore[attr-defined]
                for target in targets
                if isinstance(target, ast.Attribute) and target.attr == "status"
            ]
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "update"
                and any(keyword.arg == "status" for keyword in node.keywords)
            ):
                wrong.append(f"{name_of(path)}:{node.lineno}")
    assert not wrong, "\n".join(wrong)
