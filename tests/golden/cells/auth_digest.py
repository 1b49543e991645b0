import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    secrets={"TOKEN": "env TOKEN"},
    auth={"type": "digest", "user": "$USER", "password": "TOKEN"},
)
result = hooknb.run(node)
