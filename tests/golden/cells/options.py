import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    label="Fetch the user: all of it",
    mapping_type="xml",
    force_list=["note.to", "note['cc']"],
    timeout=12.5,
    asynchronous=True,
    redirects=True,
)
result = hooknb.run(node)
