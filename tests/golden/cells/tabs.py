import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    headers={"Accept": "*/*"},
    parameters={"A": 1},
)
result = hooknb.run(node)
