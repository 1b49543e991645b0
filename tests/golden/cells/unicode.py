import hooknb

node = hooknb.Node(
    "https://api.example.com/größe/名前",
    method="POST",
    query={"名前": "値"},
    body=hooknb.Body("json", '{"名前": "$GREETING"}'),
    parameters={"GREETING": "grüß dich 😀"},
    routes={"404": "nicht gefunden"},
)
result = hooknb.run(node)
