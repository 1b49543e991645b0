"""The cells of a notebook full of secrets: each sends, shows or breaks something in its own way.

A feature that can show a value gets a `Step` here; the test searches what all of them leave behind.
"""

from __future__ import annotations

from dataclasses import dataclass

from kernel.indiscreet import ACCESS_TOKEN, SERVER_TOKEN

# By name, with every character that some encoding writes in another way.
SECRETS = {
    "ENV_SECRET": 's3cr3t/ENV+"q"\\b=7&z',
    "DOTENV_SECRET": "dot env's <value> €?",
    "PROMPT_SECRET": "prompted: pass word%21",
    "URL_PASSWORD": "pa55:w0rd@h/#frag",
    "SIGNATURE_SECRET": "signature-secret-of-42",
    "LINES_SECRET": "first-line-of-it\nsecond-line-of-it",
    "SERVER_TOKEN": SERVER_TOKEN,
    "ACCESS_TOKEN": ACCESS_TOKEN,
}
DOTENV = 'DOTENV_SECRET="dot env\'s <value> €?"\n'
ENVIRONMENT = {
    name: value
    for name, value in SECRETS.items()
    if name not in ("DOTENV_SECRET", "PROMPT_SECRET", "SERVER_TOKEN", "ACCESS_TOKEN")
}


@dataclass(frozen=True)
class Step:
    """One cell.

    Args:
        name: for messages.
        code: what is run.
        answers: to its prompts.
        fails: the cell has to end with an error.
        masks: something masked has to be seen.
        interrupt: interrupt the kernel while it runs.
    """

    name: str
    code: str
    answers: tuple[str, ...] = ()
    fails: bool = False
    masks: bool = True
    interrupt: bool = False


SECRET = "[Secrets]\nT: env ENV_SECRET"
ECHO = """POST $API/echo/$T?q=$T
X-Token: $T
Authorization: Bearer $T
[Secrets]
T: env ENV_SECRET
[Response Mapping]
GIVEN: given
FORMS: forms
URL: url
AUTH: headers.Authorization
[Body json]
{"secret": "$T", "again": ["$T"]}"""

BEGIN = Step(
    "begin",
    """%load_ext hooknb
import hooknb, os
API, HOST = os.environ["API"], os.environ["API"].partition("//")[2]
session = hooknb.default_session()""",
    masks=False,
)

SENDING = (
    Step("IPython's own log", "%logstart -o -r ipython.log append", masks=False),
    Step("echoed in every form", f"%%webhook echoed\n{ECHO}"),
    Step(
        "from .env, in a form",
        "%%webhook dotenv\nPOST $API/echo\n[Secrets]\nD: dotenv DOTENV_SECRET\n[Query]\nd: $D\n[Form]\nd: $D"
        "\n[Mapping]\nGIVEN: given",
    ),
    Step(
        "from a prompt",
        "%%webhook prompted\nGET $API/echo/$P?p=$P\nX-P: $P\n[Secrets]\nP: prompt\n[Mapping]\nGIVEN: given",
        answers=(SECRETS["PROMPT_SECRET"],),
    ),
    Step(
        "password in the URL",
        "%%webhook basic\nGET http://ann:$P@$HOST/echo\n[Secrets]\nP: env URL_PASSWORD\n[Mapping]\nGIVEN: given",
    ),
    Step("headers and cookies", f"%%webhook headers\nGET $API/header/$T?q=$T\n{SECRET}"),
    Step("an HTML page", f"%%webhook page\nGET $API/page?q=$T\n{SECRET}"),
    Step(
        "an HTML page instead of data",
        f"%%webhook\nGET $API/page?q=$T\n{SECRET}\n[Mapping]\nA: b\n[Options]\nmapping: json",
    ),
    Step("XML", f"%%webhook xml\nGET $API/xml?q=$T\n{SECRET}\n[Mapping]\nA: all.given['@a']\nB: all.given"),
    Step("a redirect that is the answer", f"%%webhook\nGET $API/moved?q=$T\n{SECRET}"),
    Step(
        "a redirect that is followed",
        f"%%webhook moved\nGET $API/moved?q=$T\n{SECRET}\n[Options]\nredirects: yes",
    ),
    Step("redirects in a circle", f"%%webhook\nGET $API/circle?q=$T\n{SECRET}\n[Options]\nredirects: yes"),
    Step("a redirect to nowhere", f"%%webhook\nGET $API/elsewhere?q=$T\n{SECRET}\n[Options]\nredirects: yes"),
    Step("broken JSON", f"%%webhook broken\nGET $API/broken?q=$T\n{SECRET}\n[Mapping]\nA: b"),
    Step("refused", f"%%webhook refused\nGET $API/refused?q=$T\n{SECRET}"),
    Step(
        "a value of another entity",
        f"%%webhook\nGET $API/echo?q=$T\n{SECRET}\n[Mapping]\nA (sys.number): given[0]",
    ),
    Step(
        "a token that a server gives",
        "%%webhook login\nGET $API/login\n[Mapping]\nTOKEN!: data.token\nWHO: data.user",
    ),
    Step(
        "that token, used",
        "%%webhook used\nGET $API/echo/$TOKEN?t=$TOKEN\nX-T: $TOKEN\n[Mapping]\nGIVEN: given",
    ),
    Step(
        "the login again, beside what it gave before",
        "%%webhook login\nGET $API/login?again\n[Mapping]\nTOKEN!: data.token",
    ),
    Step(
        "signed",
        "%%webhook signed\nPOST $API/echo\n[Secrets]\nS: env SIGNATURE_SECRET\n[Signing]\nsecret: $S\napi_key: abcd1234"
        '\n[Mapping]\nAUTH: headers.Authorization\n[Body json]\n{"id": 7}',
    ),
    Step(
        "Basic",
        "%%webhook asbasic\nGET $API/echo\n[Auth]\nbasic: ann\npassword: $P\n[Secrets]\nP: env URL_PASSWORD"
        "\n[Mapping]\nGIVEN: given\nAUTH: headers.Authorization",
    ),
    Step(
        "an API key in the query",
        f"%%webhook\nGET $API/moved?x=1\n[Auth]\napi_key: $T\nquery: k\n{SECRET}\n[Options]\nredirects: yes",
    ),
    Step(
        "Digest that nobody asks for",
        "%%webhook\nGET $API/echo?d=$P\n[Auth]\ndigest: ann\npassword: $P\n[Secrets]\nP: env URL_PASSWORD",
    ),
    Step(
        "an access token",
        "%%webhook granted\nGET $API/echo\nX-A: 1\n[Auth]\noauth2: $API/token\nclient_id: me\nclient_secret: $T"
        f"\n{SECRET}\n[Mapping]\nAUTH: headers.Authorization",
    ),
    Step(
        "no access token",
        f"%%webhook\nGET $API/echo\n[Auth]\noauth2: $API/no_token?q=$T\nclient_id: me\nclient_secret: $T\n{SECRET}",
    ),
    Step(
        "sent again",
        f"%%webhook again\nGET $API/refused?q=$T\n{SECRET}\n[Options]\nretries: 1\nretry_on: 403\nretry_delay: 0",
    ),
    Step(
        "recorded",
        "with hooknb.cassette('tape.json', mode='record') as tape:\n"
        "    for node in (echoed.node, headers.node, login.node, granted.node):\n        display(hooknb.run(node))\n"
        "print(repr(tape), tape.frame().to_string())\ntape",
    ),
    Step(
        "replayed",
        "with hooknb.cassette('tape.json', mode='replay'):\n"
        "    for node in (echoed.node, headers.node, login.node, granted.node):\n        display(hooknb.run(node))\n"
        "    try:\n        hooknb.run('GET $API/echo/$T?q=other\\n[Secrets]\\nT: env ENV_SECRET')\n"
        "    except hooknb.CassetteError as error:\n        print(error)",
    ),
    Step("the login once more, for a replay gave a mask", "%webhook run login"),
    Step("dry run", f"%%webhook --dry-run\n{ECHO}"),
    Step(
        "dry run, signed",
        "%%webhook --dry-run\nPOST $API/echo\n[Secrets]\nS: env SIGNATURE_SECRET\n[Signing]\nsecret: $S\n[Body text]\nx",
    ),
    Step("in the background", f"%%webhook bg --async\n{ECHO.replace('/echo/', '/slow/')}"),
    Step("awaited", "print(repr(bg), bg)\nawait bg"),
    Step("in Python", 'r = hooknb.run("GET $API/echo?q=$T\\n[Secrets]\\nT: env ENV_SECRET", timeout=12)\nr'),
    Step("bound", f"%%webhook --bind\nGET $API/login?b=$T\n{SECRET}\n[Mapping]\nbound_token!: data.token"),
)

LOOKING = (
    Step(
        "tables",
        "for each in (echoed, dotenv, prompted, basic, login, used, signed):\n"
        "    for table in (each.parameters, each.mapping, each.routing):\n        display(table)\n        print(table.to_string())\n"
        "display(session.parameters.frame(), session.pending, session.history, hooknb.history())",
    ),
    Step(
        "reprs",
        "from hooknb.engine.result import Result\n"
        "results = [each for each in list(globals().values()) if isinstance(each, Result)]\n"
        "things = [*results, bg, session, session.parameters, session.settings, session.log, session.nodes, session.last]\n"
        "for each in results:\n"
        "    things += [each.node, each.request, each.prepared, each.prepared.values, each.prepared.redactor, each.exchange,"
        " each.report, each.failure, each.taken, each.headers, each.notes, each.card(), hooknb.compare(each, echoed),"
        " each.node.lint(), each.node.parameters, each.node.secrets]\n"
        "for each in things:\n    print(repr(each), str(each), f'{each}')\n    display(each)",
    ),
    Step(
        "texts of nodes",
        "for node in session.nodes.values():\n    print(hooknb.dumps(node), node.to_dict(), repr(node))",
        masks=False,
    ),
    Step(
        "previews",
        f"p = hooknb.preview({ECHO!r})\nprint(repr(p), p.parameters, repr(p.request), repr(p.prepared))\np",
    ),
    Step("%webhook params", "%webhook params"),
    Step("%webhook nodes", "%webhook nodes", masks=False),
    Step("%webhook show", "%webhook show echoed", masks=False),
    Step("%webhook jobs", "%webhook jobs"),
    Step("%webhook run", "%webhook run used"),
    Step("%webhook cookies", "%webhook cookies\nprint(session.cookies, session.cookies.frame().to_string())"),
    Step(
        "other forms",
        "from hooknb import losses, to_curl, to_json, to_python\nfor node in session.nodes.values():\n"
        "    print(to_curl(node), to_python(node), to_json(node), losses(node, 'curl'))",
        masks=False,
    ),
    Step("%webhook show --as curl", "%webhook show echoed --as curl", masks=False),
    Step(
        "looked over",
        "for each in (echoed, granted, login):\n"
        "    display(each.where('s3cr3t', like=True), each.shape(), each.suggest(), each.check(), each.attempts)\n"
        "display(hooknb.diff(echoed, granted), hooknb.diff(echoed, headers), echoed.table('forms.*'))",
    ),
    Step("the form", "form = hooknb.form(echoed.node)\nform.test().result(20)\nform", masks=False),
    Step("%webhook form", "%webhook form granted", masks=False),
    Step(
        "what the form holds",
        "print(repr(form), form.cell, form.document, form.problems, form.trials, form.result)",
    ),
    Step("%webhook history", "%webhook history"),
    Step("%webhook history --all", "%webhook history --all"),
    Step("%webhook history show", "%webhook history show echoed"),
    Step("%webhook compare", "%webhook compare echoed headers"),
    Step("%config", "%config Webhook", masks=False),
    Step(
        "past runs",
        "for n in hooknb.history()['id']:\n    past = hooknb.past(int(n))\n    print(repr(past), past.text, past.data, past.headers, repr(past.exchange.request))\n    display(past)",
    ),
    Step("explorer", "%webhook explore echoed"),
    Step("explorer of a page", "hooknb.explore(page)", masks=False),
    Step("%whos", "%whos", masks=False),
    Step("?", "echoed?", masks=False),
    Step("IPython's history", "%history -o -f typed.txt", masks=False),
    Step(
        "a receiver",
        "inbox = hooknb.receiver({'abcd1234': os.environ['SIGNATURE_SECRET']})\n"
        "hooknb.run('''POST $INBOX/x\n[Secrets]\nS: env SIGNATURE_SECRET\nT: env ENV_SECRET\n[Signing]\nsecret: $S\napi_key: abcd1234"
        '\n[Body json]\n{"t": "$S"}\'\'\', INBOX=inbox.url)\n'
        "print(repr(inbox), inbox.deliveries.to_string(), repr(inbox.last.verification), inbox.last.verification.table(),"
        " repr(inbox.last))\ninbox.stop()\ndisplay(inbox, inbox.deliveries, inbox.last.verification)",
    ),
)

BREAKING = (
    Step("pickled", "import pickle\npickle.dumps(echoed)", fails=True, masks=False),
    Step("stored", "%store echoed", fails=True, masks=False),
    Step("raised", "refused.raise_if_failed()", fails=True),
    Step("everything in tracebacks", "%xmode Verbose", masks=False),
    Step("raised, with the variables", "refused.raise_if_failed()", fails=True),
    Step(
        "an impossible URL",
        "hooknb.run('GET https://example.com:$PORT/$T\\n[Secrets]\\nT: env ENV_SECRET', PORT='99999')",
        fails=True,
        masks=False,
    ),
    Step(
        "a secret that is no header",
        "hooknb.run('GET $API/echo\\nX: $T\\n[Secrets]\\nT: env LINES_SECRET')",
        fails=True,
        masks=False,
    ),
    Step(
        "a secret that is no number",
        f"%%webhook\nGET $API/echo\n[Params]\nN (sys.number): 1\n{SECRET}\n[Query]\nn: $N\nm: $MISSING\nt: $T",
        fails=True,
        masks=False,
    ),
    Step(
        "a path that is not there",
        "echoed.find('given[0].deeper')",
        fails=True,
        masks=False,
    ),
    Step("a mistake in a callback", "bg.add_done_callback(lambda pending: 1 / 0)", masks=False),
    Step(
        "interrupted",
        "hooknb.run('GET $API/slow?q=$T\\n[Secrets]\\nT: env ENV_SECRET')",
        fails=True,
        masks=False,
        interrupt=True,
    ),
    Step(
        "interrupted cell",
        f"%%webhook\nGET $API/slow?q=$T\n{SECRET}",
        fails=True,
        masks=False,
        interrupt=True,
    ),
    Step(
        "no such source",
        "hooknb.run('GET $API/echo?q=$T\\n[Secrets]\\nT: env NOT_SET_ANYWHERE')",
        fails=True,
        masks=False,
    ),
    Step(
        "no such key in .env",
        "hooknb.run('GET $API/echo?q=$T\\n[Secrets]\\nT: dotenv NOT_THERE')",
        fails=True,
        masks=False,
    ),
    Step("the last traceback", "%tb", masks=False),
    Step(
        "logging of everything",
        "import logging\nlogging.basicConfig(level=logging.DEBUG, filename='debug.log', force=True)\n"
        "hooknb.run('''GET $API/header/$T?q=$T\\nX-A: $T\n[Secrets]\nT: env ENV_SECRET''')",
    ),
)

AFTER_RESTART = (
    Step("history of before", "%webhook history --all"),
    Step(
        "a past run",
        "past = hooknb.past('echoed')\nprint(repr(past), past.text, past.values, past.parameters, past.mapping)\npast",
    ),
    Step("past runs compared", "hooknb.compare(hooknb.past('login'), hooknb.past('used'))"),
    Step(
        "replayed, without the secrets",
        "del os.environ['ENV_SECRET']\nwith hooknb.cassette('tape.json', mode='replay'):\n"
        "    display(hooknb.run(hooknb.past('echoed').node), hooknb.run(hooknb.past('granted').node))",
    ),
    Step("a past run explored", "hooknb.explore(hooknb.past('echoed'))", masks=False),
)
