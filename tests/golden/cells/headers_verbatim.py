import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    headers={
        "If-None-Match": '"33a6"',
        "X-Empty": "",
        "X-Colon": "a: b",
        "X-Blanks": "x   y",
        "X-Latin": "café",
        "accept": "*/*",
        "Accept": "text/html",
        "!#$%&'*+-.^_`|~": "token",
        "#first": "a name that would be a comment",
    },
)
result = hooknb.run(node)
