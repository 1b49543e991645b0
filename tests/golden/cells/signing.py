import hooknb

node = hooknb.Node(
    "https://api.example.com/orders",
    method="POST",
    body=hooknb.Body("json", '{"id": 7}'),
    secrets={"SIGNATURE": "env SIGNATURE_SECRET"},
    signing={"secret": "SIGNATURE"},
)
result = hooknb.run(node)
