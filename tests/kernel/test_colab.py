"""What Colab wants of a widget, in a kernel with a stand-in for Colab's module."""

import pytest

pytestmark = pytest.mark.kernel

VIEW = "application/vnd.jupyter.widget-view+json"
ADDRESS = "https://widgets.example/manager.js"
# As google.colab.output does it: when widgets of others are let in, what is displayed of one tells who draws it.
COLAB = f"""
import sys, types
colab = types.ModuleType("google.colab.output")
colab._widgets = types.SimpleNamespace(_installed_url=None)
def hook(message):
    content = message.get("content", {{}})
    if {VIEW!r} in content.get("data", {{}}):
        content["metadata"][{VIEW!r}] = {{"colab": {{"custom_widget_manager": {{"url": colab._widgets._installed_url}}}}}}
    return message
def enable():
    get_ipython().display_pub.register_hook(hook)
    colab._widgets._installed_url = {ADDRESS!r}
colab.enable_custom_widget_manager = enable
sys.modules["google.colab.output"] = colab
import hooknb
"""


def test_widgets_are_let_in_and_say_who_draws_them(kernel):
    kernel.run(COLAB)
    for made in ("hooknb.form('GET $API/user')", "hooknb.explore({'total': 1})"):
        reply = kernel.run(made)
        [shown] = [output for output in reply.outputs if VIEW in output.get("data", {})]
        assert shown["metadata"][VIEW] == {"colab": {"custom_widget_manager": {"url": ADDRESS}}}, made
    kernel.run("get_ipython().display_pub.unregister_hook(hook); del sys.modules['google.colab.output']")
