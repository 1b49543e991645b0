import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    secrets={"TOKEN": "env TOKEN"},
    auth={"type": "basic", "user": "ada", "password": "TOKEN"},
)
result = hooknb.run(node)
