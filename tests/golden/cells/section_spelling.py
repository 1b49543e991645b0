import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    query={"a": "1"},
    parameters={"A": 1},
    mapping={"B": "b"},
)
result = hooknb.run(node)
