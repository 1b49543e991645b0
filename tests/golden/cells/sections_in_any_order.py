import hooknb

node = hooknb.Node(
    "https://api.example.com/orders",
    method="POST",
    headers={"Accept": "*/*"},
    query={"a": "b"},
    body=hooknb.Body("json", "[]"),
    parameters={"X": 1},
    mapping={"ID": "id"},
    routes={"500": "broken"},
    timeout=20,
)
result = hooknb.run(node)
