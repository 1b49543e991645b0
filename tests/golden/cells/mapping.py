import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    mapping=[
        {"parameter": "A", "path": "data.userId"},
        {"parameter": "B", "path": "data['userId']"},
        {"parameter": "C", "path": "$[0].userId"},
        {"parameter": "D", "path": "$[0]['userId']"},
        {"parameter": "E", "path": "note.to"},
        {"parameter": "F", "path": "note['to']"},
        {"parameter": "G", "path": "[0][name]"},
        {"parameter": "H", "path": "$['order: a']['id']", "entity": "sys.number"},
        {"parameter": "I", "path": "data.nick", "required": False},
        {"parameter": "J", "path": "$"},
        {"parameter": "K", "path": "items[*].id"},
        {"parameter": "L", "path": "data['x']"},
        {"parameter": "M", "path": "data.$price"},
    ],
)
result = hooknb.run(node)
