import hooknb

node = hooknb.Node(
    "https://api.example.com/orders",
    name="order",
    method="POST",
    headers={"Authorization": "Bearer $TOKEN"},
    query=[("tag", "a"), ("tag", "b")],
    body=hooknb.Body(
        "json",
        """\
[
  {"who": "$NAME", "qty": $QTY},

  {"note": "# kept, [Status] kept, costs $$5 or $5"}
]""",
    ),
    parameters=[
        hooknb.Parameter("NAME"),
        hooknb.Parameter("QTY", 2, entity="sys.number"),
    ],
    secrets={"TOKEN": "env ORDERS_TOKEN"},
    mapping=[
        {"parameter": "ORDER_ID", "path": "$['order']['id']", "entity": "sys.number"},
        {"parameter": "FIRST", "path": "$[0].userId"},
        {"parameter": "NICK", "path": "data.nick", "required": False},
    ],
    routes={"404": "missing", "4xx": "our_mistake", "failed": "try_later"},
    status_parameter="HTTP_CODE",
    timeout=15,
)
result = hooknb.run(node)  # or hooknb.run(node, NAME=...)
