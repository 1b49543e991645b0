import hooknb

node = hooknb.Node(
    "https://api.example.com/orders",
    method="POST",
    body=hooknb.Body("json", file="orders/new order[1].json"),
)
result = hooknb.run(node)
