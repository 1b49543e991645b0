import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    method="POST",
    body=hooknb.Body("text", "one\r\n"),
)
result = hooknb.run(node)
