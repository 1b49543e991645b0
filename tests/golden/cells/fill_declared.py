import hooknb

node = hooknb.Node(
    "https://api.example.com/graphql?$top=5",
    method="POST",
    body=hooknb.Body(
        "json",
        '{"query": "query($login: String!) { user(login: $login) { id } }", "variables": {"login": "$LOGIN"}}',
    ),
    parameters={"LOGIN": "ada"},
    fill="declared",
)
result = hooknb.run(node)
