"""The licence is whole, and the package names it."""

from importlib.metadata import metadata

from tests.pipeline.command import ROOT


def test_the_licence_is_the_whole_apache_licence_and_the_package_says_so() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert text.split("\n")[1].strip() == "Apache License"
    assert "Version 2.0, January 2004" in text
    assert all(f"\n   {number}. " in text for number in range(1, 10))
    assert "END OF TERMS AND CONDITIONS" in text
    assert metadata("warta")["License-Expression"] == "Apache-2.0"
