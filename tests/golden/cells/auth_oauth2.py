import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    secrets={"TOKEN": "env TOKEN"},
    auth={
        "type": "oauth2",
        "token_url": "https://auth.example.com/token",
        "client_id": "notebook",
        "client_secret": "TOKEN",
        "scope": "orders.read orders.write",
        "audience": "https://api.example.com",
        "client": "body",
    },
)
result = hooknb.run(node)
