import hooknb

node = hooknb.Node(
    "https://api.example.com/blobs/1",
    method="PATCH",
    headers={"Content-Type": "application/octet-stream"},
    body=hooknb.Body("raw", '{"not": checked'),
)
result = hooknb.run(node)
