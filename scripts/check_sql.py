#!/usr/bin/env python3
"""Keeps the SQL within what SQLite, PostgreSQL, CockroachDB, YugabyteDB and Citus can do alike.

Looks at the migrations, the queries, and the texts in the C++ of the folders that speak SQL. What a store holds of one database is
distributed by it: a table with a column `database_id` has it first in its primary key. The others are named below.
"""

import pathlib
import re
import sys

FOREIGN = {
    r"pg_(try_)?advisory\w*": "an advisory lock; take a turn (write_turns)",
    r"LISTEN|NOTIFY|UNLISTEN": "a notification; look again after a while",
    r"(CREATE|ALTER)\s+SEQUENCE|nextval|(BIG|SMALL)?SERIAL|AUTOINCREMENT|GENERATED\s+\w+(\s+\w+)?\s+AS": "a sequence; count in a row of its own",
    r"CREATE\s+(OR\s+REPLACE\s+)?(TRIGGER|FUNCTION|PROCEDURE|RULE)": "a program in the server; write it in C++",
    r"LOCK\s+TABLE": "a lock of a table; take a turn (write_turns)",
    r"EXCLUDE\s+USING|INHERITS\s*\(|CREATE\s+EXTENSION|UNLOGGED": "PostgreSQL's alone",
    r"WITHOUT\s+ROWID|INSERT\s+OR\s+\w+|REPLACE\s+INTO|GLOB|rowid": "SQLite's alone",
}
INSTALLATION_WIDE = {
    "account_bindings", "databases", "installation", "installation_settings", "quota_days", "quota_windows", "schedule",
    "staff_attempts", "staff_known_addresses", "staff_links", "staff_recovery_codes", "staff_second_factors", "staff_sessions",
    "staff_users", "write_turns",
}  # fmt: skip
# An adapter may know the one system that it is for.
SPOKEN_IN = ("src/store", "src/app", "src/web", "src/cli")


def without_comments(sql):
    return re.sub(r"--[^\n]*", lambda comment: " " * len(comment.group()), sql)


def texts_of(cpp):
    """The string literals, all else blank, so that lines keep their numbers."""
    literal = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*')
    kept = [" " if c != "\n" else c for c in cpp]
    for found in literal.finditer(cpp):
        if found.group().startswith('"'):
            kept[found.start() : found.end()] = found.group()
    return "".join(kept)


def foreign_words(name, text):
    for pattern, instead in FOREIGN.items():
        for found in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            line = text.count("\n", 0, found.start()) + 1
            yield f'{name}:{line}: "{found.group()}" is {instead}'


def primary_key(body):
    column = re.search(r"^\s*(\w+)[^,\n]*\bPRIMARY\s+KEY\b", body, re.IGNORECASE | re.MULTILINE)
    table = re.search(r"^\s*PRIMARY\s+KEY\s*\(\s*(\w+)", body, re.IGNORECASE | re.MULTILINE)
    return (table or column).group(1) if table or column else None


def wrong_keys(name, text):
    for table, body in re.findall(r"CREATE\s+TABLE\s+(\w+)\s*\((.*?)^\)", text, re.DOTALL | re.MULTILINE):
        key = primary_key(body)
        if table in INSTALLATION_WIDE:
            if key == "database_id" and table != "databases":
                yield f"{name}: {table} is a database's own; take it from the list in scripts/check_sql.py"
        elif key != "database_id":
            yield f"{name}: the primary key of {table} begins with {key or 'nothing'}, not with database_id"


def breaches(root):
    for path in sorted((root / "sql").rglob("*.sql")):
        text = without_comments(path.read_text(encoding="utf-8"))
        name = path.relative_to(root)
        yield from foreign_words(name, text)
        yield from wrong_keys(name, text)
    for folder in SPOKEN_IN:
        for path in sorted((root / folder).rglob("*.[ch]pp")):
            text = texts_of(path.read_text(encoding="utf-8"))
            if re.search(r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE)\b", text):
                yield from foreign_words(path.relative_to(root), text)


if __name__ == "__main__":
    found = list(breaches(pathlib.Path(__file__).resolve().parents[1]))
    for breach in found:
        print(breach, file=sys.stderr)
    sys.exit(1 if found else 0)
