import hooknb

node = hooknb.Node(
    "https://api.example.com/login",
    method="POST",
    body=hooknb.Body("form", "user=$USER&scope=all"),
)
result = hooknb.run(node)
