"""Places in the words of a table or a heading."""

import pytest
from flask import Flask

from shared.regions import short_place
from shared.web import i18n
from shared.web.i18n import federation_of


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("通道侗族自治县", "通道县"),
        ("靖州苗族侗族自治县", "靖州县"),
        ("怀化市", "怀化市"),
        ("大高坪苗族乡", "大高坪苗族乡"),
        ("通道侗族自治县人力资源和社会保障局", "通道侗族自治县人力资源和社会保障局"),
    ],
)
def test_an_autonomous_county_is_said_without_its_peoples(title: str, said: str):
    assert short_place(title) == said


def test_a_federation_is_called_by_its_place_and_no_place_has_none():
    app = Flask("shared.web")
    i18n.install(app)
    with app.test_request_context():
        assert (federation_of("通道侗族自治县"), federation_of("")) == ("通道县妇联", "")
