"""A secret value that does not fit its entity is named nowhere: not in an error, not in a mapping's table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooknb.core.entities import KNOWN, entity
from hooknb.core.mapping import MappingRule, ResponseMapping
from hooknb.core.parameters import Parameters
from hooknb.errors import EntityError

secrets = st.text("qzxjw", min_size=6, max_size=12).map(lambda text: f"{text}-{text}")


@pytest.mark.parametrize("name", sorted(set(KNOWN) - {"sys.any", "sys.names", "sys.contacts"}))
@given(value=secrets)
def test_a_secret_misfit_is_quoted_nowhere(name, value):
    with pytest.raises(EntityError) as caught:
        entity(name).coerce(value, secret=True)
    assert value not in f"{caught.value!r} {caught.value} {caught.value.__context__}"
    with pytest.raises(EntityError) as caught:
        Parameters().set("TOKEN", value, entity=name, secret=True)
    assert value not in str(caught.value)
    report = ResponseMapping([MappingRule("TOKEN", "$.t", name, secret=True)]).apply({"t": value})
    assert value not in report.table().text()
    assert "the secret value is not" in report.table().text()
