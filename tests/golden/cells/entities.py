import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    parameters=[
        hooknb.Parameter("QTY", 2, entity="sys.number"),
        hooknb.Parameter("DAY", entity="sys.date"),
        hooknb.Parameter("SIZE", "small", entity="size"),
        hooknb.Parameter("PIN", secret=True),
        hooknb.Parameter("CODE", secret=True),
    ],
    mapping=[
        {"parameter": "TOKEN", "path": "data.token", "secret": True},
        {"parameter": "NICK", "path": "data.nick", "required": False},
        {"parameter": "BOTH", "path": "data.both", "required": False, "secret": True},
        {"parameter": "ALSO", "path": "data.also", "required": False, "secret": True},
    ],
)
result = hooknb.run(node)
