import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    secrets={"TOKEN": "env TOKEN"},
    auth={"type": "bearer", "token": "TOKEN"},
)
result = hooknb.run(node)
