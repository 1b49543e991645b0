import hooknb

node = hooknb.Node(
    "https://api.example.com/{{id}}",
    method="POST",
    headers={"X-Template": "{{a}}"},
    query={"q": "{{b}}"},
    body=hooknb.Body("html", "<p>{{name}}</p>"),
)
result = hooknb.run(node)
