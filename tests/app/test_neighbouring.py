"""Services next to one another: of one family, or of close words."""

from app.directory.neighbouring import services_next_to


def test_it_works() -> None:
    assert services_next_to(["repassage"])[0] == "blanchisserie"


def test_none_is_next_to_itself() -> None:
    assert "biodechets" not in services_next_to(["biodechets"])


def test_a_single_word_brings_no_other_family_close() -> None:
    """Printing has "imprimé", and so have printed circuits."""
    assert "cablage-electronique" not in services_next_to(["impression"])
