import hooknb

node = hooknb.Node(
    "https://api.example.com/orders",
    method="POST",
    body=hooknb.Body("raw", file=" leading blank.bin"),
)
result = hooknb.run(node)
