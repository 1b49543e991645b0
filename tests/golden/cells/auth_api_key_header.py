import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    secrets={"TOKEN": "env TOKEN"},
    auth={"type": "api_key", "key": "TOKEN", "header": "X-Key"},
)
result = hooknb.run(node)
