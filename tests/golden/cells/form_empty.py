import hooknb

node = hooknb.Node(
    "https://api.example.com/login",
    method="POST",
    body={"format": "form", "pairs": {}},
)
result = hooknb.run(node)
