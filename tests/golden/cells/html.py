import hooknb

node = hooknb.Node(
    "https://api.example.com/pages/1",
    method="PUT",
    body=hooknb.Body("html", '<p class="a">$TEXT</p>'),
)
result = hooknb.run(node)
