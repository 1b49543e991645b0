import hooknb

node = hooknb.Node(
    "https://api.example.com/users?a=1",
    headers={"Accept": "*/*"},
    body=hooknb.Body("text", "one\r\n\r\ntwo"),
    parameters={"A": 1},
)
result = hooknb.run(node)
