import hooknb

node = hooknb.Node(
    "https://api.example.com/users/42?full=1",
    headers={"Accept": "application/json"},
)
result = hooknb.run(node)
