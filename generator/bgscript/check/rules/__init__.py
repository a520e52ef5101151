"""Every rule of ``bgscript check``, in order. One rule is one file: why, what is wrong, what is right, and the code.

A rule's module has ``CODE``, ``LEVEL``, ``SUMMARY`` (what the finding is), ``REMEDY`` (what to do), ``NEEDS`` and
``check(context)``, which yields problems. Codes are stable: a code is never given to another rule.

A module is imported only if what it needs is there: with ``noticed``, if a pass over the document has noticed problems
of its code; otherwise see ``bgscript.check.engine``.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Protocol

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

    class Rule(Protocol):
        """The module of a rule."""

        CODE: str
        LEVEL: str
        SUMMARY: str
        REMEDY: str
        NEEDS: str
        __doc__: str | None
        check: Callable[[Context], Iterator[Problem]]


REGISTRY: dict[str, tuple[str, str]] = {
    "BG101": ("bg101_unreadable_file", "unread"),
    "BG102": ("bg102_invalid_document", "noticed"),
    "BG103": ("bg103_duplicate_key", "noticed"),
    "BG104": ("bg104_conflict_markers", "conflicts"),
    "BG105": ("bg105_useless_ignore", "noticed"),
    "BG201": ("bg201_missing_section", "noticed"),
    "BG202": ("bg202_refused_property", "noticed"),
    "BG203": ("bg203_misspelt_property", "noticed"),
    "BG204": ("bg204_wrong_value", "noticed"),
    "BG205": ("bg205_missing_property", "noticed"),
    "BG206": ("bg206_wrong_key", "noticed"),
    "BG207": ("bg207_key_of_two_modules", "modules"),
    "BG208": ("bg208_key_of_two_resources", "resources"),
    "BG209": ("bg209_undefined_reference", "noticed"),
    "BG210": ("bg210_unknown_runtime", "noticed"),
    "BG211": ("bg211_refused_guests", "noticed"),
    "BG212": ("bg212_refused_condition", "noticed"),
    "BG213": ("bg213_refused_experience", "noticed"),
    "BG214": ("bg214_unknown_module", "noticed"),
    "BG215": ("bg215_internal_property", "noticed"),
    "BG216": ("bg216_ended_runtime", "noticed"),
    "BG217": ("bg217_undocumented_property", "noticed"),
    "BG218": ("bg218_unchecked_condition", "noticed"),
    "BG221": ("bg221_native_folder", "noticed"),
    "BG222": ("bg222_source_without_native", "noticed"),
    "BG223": ("bg223_missing_path", "noticed"),
    "BG224": ("bg224_no_index_html", "noticed"),
    "BG225": ("bg225_widget_without_edit", "widgets"),
    "BG226": ("bg226_shared_resource", "scripts"),
    "BG227": ("bg227_unused_resource", "resources"),
    "BG228": ("bg228_script_without_view", "noticed"),
    "BG229": ("bg229_view_without_script", "scripts"),
    "BG231": ("bg231_handler_without_file", "functions"),
    "BG232": ("bg232_handler_not_exported", "functions"),
    "BG233": ("bg233_not_built", "noticed"),
    "BG234": ("bg234_undefined_resource_in_source", "named"),
    "BG235": ("bg235_absolute_assets", "resources"),
    "BG236": ("bg236_missing_icon", "modules"),
    "BG241": ("bg241_remote_address", "remotes"),
    "BG242": ("bg242_token_without_product", "remotes"),
    "BG243": ("bg243_token_without_scope", "remotes"),
    "BG244": ("bg244_undeclared_storage", "remotes"),
    "BG251": ("bg251_connect_on_forge", "noticed"),
    "BG252": ("bg252_connect_scope", "connect"),
    "BG253": ("bg253_missing_translations", "modules"),
    "BG254": ("bg254_plain_egress", "external"),
    "BG301": ("bg301_descriptor_incomplete", "noticed"),
    "BG302": ("bg302_base_url", "descriptor"),
    "BG303": ("bg303_script_location", "noticed"),
    "BG304": ("bg304_script_url", "noticed"),
    "BG305": ("bg305_lifecycle_address", "noticed"),
    "BG306": ("bg306_descriptor_key", "noticed"),
    "BG307": ("bg307_misspelt_in_descriptor", "noticed"),
    "BG308": ("bg308_connect_scopes", "descriptor"),
    "BG309": ("bg309_descriptor_key_twice", "descriptor"),
    "BG310": ("bg310_no_api_migrations", "descriptor"),
    "BG401": ("bg401_event_never_sent", "heard"),
    "BG402": ("bg402_event_never_heard", "sent"),
    "BG403": ("bg403_undefined_resolver", "called"),
    "BG404": ("bg404_uncalled_resolver", "defined"),
    "BG405": ("bg405_request_before_listener", "sent"),
    "BG406": ("bg406_missing_scope", "requests"),
    "BG411": ("bg411_removed_api", "requests"),
    "BG412": ("bg412_removed_import", "stored"),
    "BG413": ("bg413_blocked_address", "addresses"),
    "BG414": ("bg414_two_bridges", "locks"),
    "BG501": ("bg501_placeholder_id", "manifest"),
    "BG502": ("bg502_outdated_template", "noticed"),
    "BG503": ("bg503_contradicted_answer", "noticed"),
    "BG601": ("bg601_ending_module", "noticed"),
    "BG602": ("bg602_ending_connect", "noticed"),
    "BG603": ("bg603_removed_module", "noticed"),
    "BG604": ("bg604_ui_kit_1", "ui-kit-1"),
}
"""The module of each rule, and what it needs."""
_loaded: dict[str, Rule] = {}


def load(code: str) -> Rule:
    """The rule of a code."""
    if code not in _loaded:
        _loaded[code] = import_module(f"bgscript.check.rules.{REGISTRY[code][0]}")
    return _loaded[code]


def load_all() -> dict[str, Rule]:
    """All rules, in order."""
    return {code: load(code) for code in REGISTRY}
