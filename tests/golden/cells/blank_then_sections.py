import hooknb

node = hooknb.Node(
    "https://api.example.com/orders",
    method="POST",
    headers={"Accept": "*/*"},
    parameters={"A": 1, "B": 2},
)
result = hooknb.run(node)
