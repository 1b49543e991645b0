import hooknb

node = hooknb.Node(
    "https://api.example.com/notes",
    method="POST",
    headers={"Content-Type": "text/plain"},
    body=hooknb.Body("text", "Hello {{name}}"),
)
result = hooknb.run(node)
