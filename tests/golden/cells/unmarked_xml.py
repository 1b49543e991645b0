import hooknb

node = hooknb.Node(
    "https://api.example.com/notes",
    method="POST",
    headers={"Content-Type": "application/soap+xml"},
    body=hooknb.Body("xml", "<note><to>$WHO</to></note>"),
)
result = hooknb.run(node)
