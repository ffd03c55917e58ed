"""The SQL check on small made-up trees."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
import check_sql  # noqa: E402


class Sql(unittest.TestCase):
    def found(self, **files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in {"sql/migrations/0001.sql": "", **files}.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return list(check_sql.breaches(root))

    def of_migration(self, text):
        return self.found(**{"sql/migrations/0001.sql": text})

    def test_what_only_some_servers_know_is_found_with_its_line(self):
        for text in [
            "SELECT pg_advisory_xact_lock(1);", "listen runs;", "CREATE SEQUENCE numbers;", "SELECT nextval('numbers');",
            "ALTER TABLE reps ADD n BIGSERIAL;", "CREATE TRIGGER t AFTER INSERT ON reps;", "INSERT OR IGNORE INTO reps VALUES (1);",
            "LOCK TABLE reps;",
        ]:  # fmt: skip
            with self.subTest(text):
                found = self.of_migration("-- first line\n" + text)
                self.assertEqual(len(found), 1, found)
                self.assertTrue(found[0].startswith("sql/migrations/0001.sql:2: "), found)

    def test_comments_and_other_texts_may_say_so(self):
        self.assertEqual(self.of_migration("-- no LISTEN, no SEQUENCE\nSELECT 1;"), [])
        self.assertEqual(self.found(**{"src/web/a.cpp": 'say("Listen"); // CREATE TRIGGER\n'}), [])

    def test_sql_in_the_code_is_looked_at(self):
        self.assertEqual(len(self.found(**{"src/store/a.cpp": 'run("SELECT pg_advisory_lock(1)");\n'})), 1)

    def test_a_databases_table_is_distributed_by_it(self):
        self.assertEqual(self.of_migration("CREATE TABLE reps (\n    database_id BIGINT,\n    n BIGINT,\n    PRIMARY KEY (database_id, n)\n);"), [])
        self.assertEqual(self.of_migration("CREATE TABLE grants (\n    database_id BIGINT NOT NULL PRIMARY KEY\n);"), [])
        for wrong in ["n BIGINT PRIMARY KEY\n", "n BIGINT,\n    PRIMARY KEY (n, database_id)\n", "n BIGINT\n"]:
            with self.subTest(wrong):
                self.assertEqual(len(self.of_migration(f"CREATE TABLE reps (\n    database_id BIGINT,\n    {wrong});")), 1)

    def test_what_belongs_to_the_installation_is_named(self):
        self.assertEqual(self.of_migration("CREATE TABLE staff_users (\n    user_id TEXT PRIMARY KEY\n);"), [])
        self.assertEqual(len(self.of_migration("CREATE TABLE staff_users (\n    database_id BIGINT PRIMARY KEY\n);")), 1)


if __name__ == "__main__":
    unittest.main()
