import hooknb

node = hooknb.Node(
    "https://api.example.com/users",
    parameters=[
        hooknb.Parameter("ASKED"),
        hooknb.Parameter("EMPTY", ""),
        hooknb.Parameter("NUMBER", 2),
        hooknb.Parameter("SPELLED", 2.5, spelling="2.50"),
        hooknb.Parameter("LARGE", 123456789012345678901234567890),
        hooknb.Parameter("ZEROS", "01234"),
        hooknb.Parameter("YES", True),
        hooknb.Parameter("NOTHING", None),
        hooknb.Parameter("LIST", ["a", "b"], spelling='["a", "b"]'),
        hooknb.Parameter("OBJECT", {"a": {"b": 1}}, spelling='{"a": {"b": 1}}'),
        hooknb.Parameter("TEXT", "two words"),
        hooknb.Parameter("NUMERIC_TEXT", "2"),
        hooknb.Parameter("PHRASE", '"exact phrase"'),
        hooknb.Parameter("HALF", '"half'),
        hooknb.Parameter("BRACES", "{{kept}}"),
        hooknb.Parameter("DOLLAR", "$OTHER"),
        hooknb.Parameter("NAN", "NaN"),
        hooknb.Parameter("HUGE", "1e400"),
    ],
)
result = hooknb.run(node)
