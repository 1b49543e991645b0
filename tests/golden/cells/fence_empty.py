import hooknb

node = hooknb.Node(
    "https://api.example.com/orders",
    method="POST",
    body=hooknb.Body("text", ""),
)
result = hooknb.run(node)
