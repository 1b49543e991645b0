import hooknb

node = hooknb.Node(
    "https://api.example.com/orders",
    mapping=[
        {"parameter": "A", "path": "orders[*].id", "policy": "first"},
        {
            "parameter": "B",
            "path": "orders[*].lines[*]",
            "entity": "sys.number",
            "policy": "count",
        },
        {
            "parameter": "C",
            "path": "orders[*].tags[*]",
            "required": False,
            "policy": "join",
        },
        {"parameter": "D", "path": "orders.*.id", "policy": "all"},
        {"parameter": "E", "path": "note.to", "secret": True, "policy": "one"},
        {"parameter": "F", "path": "orders[*]['a: b']", "policy": "join"},
        {"parameter": "G", "path": "first"},
        {"parameter": "H", "path": "orders. count"},
        {"parameter": "I", "path": "$['all']", "policy": "first"},
        {"parameter": "J", "path": "a where first"},
        {"parameter": "K", "path": "orders.`len`", "policy": "first"},
    ],
)
result = hooknb.run(node)
