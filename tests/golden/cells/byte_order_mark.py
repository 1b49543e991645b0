import hooknb

node = hooknb.Node("https://api.example.com/users", headers={"Accept": "*/*"})
result = hooknb.run(node)
