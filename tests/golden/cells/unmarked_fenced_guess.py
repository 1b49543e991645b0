import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    method="POST",
    body=hooknb.Body("json", '{"a": "{{b}}"}'),
)
result = hooknb.run(node)
