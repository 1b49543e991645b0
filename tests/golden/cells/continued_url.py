import hooknb

node = hooknb.Node(
    "https://api.example.com/search?q=$TERM&page=2&sort=name",
    headers={"Accept": "*/*"},
)
result = hooknb.run(node)
