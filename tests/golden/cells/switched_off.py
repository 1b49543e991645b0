import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    name="users",
    method="POST",
    headers={"Accept": "application/json", "X-Team": "orders"},
    query={"q": "$CITY"},
    body={"format": "form", "pairs": {"a": "1"}},
    parameters={"CITY": "Graz"},
    mapping=[{"parameter": "ID", "path": "id", "entity": "sys.number"}],
    routes={"404": "missing", "failed": "later"},
    timeout=12,
    off={
        "headers": [
            {"name": "X-Debug", "value": "$LEVEL", "at": 1},
            {"name": "X-Late", "value": "1", "at": 3},
        ],
        "query": [
            {"name": "page", "value": None, "at": 0},
            {"name": "a: b", "value": "", "at": 2},
        ],
        "body.pairs": [{"name": "b", "value": "2", "at": 1}],
        "parameters": [{"name": "LEVEL", "entity": "sys.number", "value": 2, "at": 1}],
        "secrets": [{"name": "TOKEN", "source": "env API_TOKEN", "at": 0}],
        "mapping": [
            {
                "parameter": "ALL",
                "path": "items[*].name",
                "required": False,
                "secret": True,
                "policy": "all",
                "at": 1,
            },
        ],
        "force_list": [{"path": "note.to", "at": 0}],
        "routes": [{"status": "4xx", "output": "ours", "at": 1}],
    },
)
result = hooknb.run(node)
