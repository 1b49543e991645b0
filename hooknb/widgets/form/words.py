"""The words in which a form says what a hint of `hooknb.core.hints` says in those of a cell: its tabs' names.

>>> IN_A_FORM["route"].format(404)
'route it in the Response status code tab, such as 404 to an_output'
"""

from __future__ import annotations

from hooknb.core.hints import Words
from hooknb.widgets.form.tabs import FIELDS, TAB_OF


def _tab(field_id: str) -> str:
    return f"the {TAB_OF[field_id].title} tab"


IN_A_FORM: Words = {
    "route": f"route it in {_tab('routes')}, such as {{0}} to an_output",
    "credentials": f"check the credentials that were sent, or route it in {_tab('routes')}, "
    "such as {0} to an_output",
    "login": f"say who you are in {_tab('auth.type')}, or route it in {_tab('routes')}, "
    "such as {0} to an_output",
    "optional": f"mend the path in {_tab('mapping')}, or untick {FIELDS['mapping'].column['required'].title} "
    "of {0} when it may be missing",
    "secret": f"put it under {FIELDS['secrets'].title} in {_tab('secrets')} and write $NAME in its place",
    "retry": f"the server may give one later; {FIELDS['retries'].title} in {_tab('retries')} asks again",
}
