import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    label="Users # not a comment either",
    headers={"Accept": "text/plain", "X-Color": "#ff0000"},
    parameters={"ID": "7 # not a comment"},
)
result = hooknb.run(node)
