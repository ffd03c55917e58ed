"""The layer check on small made-up trees: each test is one breach, or one thing that must be allowed."""

import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
import check_layers  # noqa: E402


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / "src").mkdir()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def layer(self, name, **files):
        """A well-kept layer folder: files by stem, `plan` for plan.cpp, `plan_hpp` for plan.hpp."""
        sources = []
        for key, text in files.items():
            file_name = key.removesuffix("_hpp") + ".hpp" if key.endswith("_hpp") else key + ".cpp"
            self.write(f"src/{name}/{file_name}", text)
            if file_name.endswith(".cpp"):
                sources.append(file_name)
        self.write(f"src/{name}/README.md", "What it is for.\n")
        self.write(f"src/{name}/CMakeLists.txt", f"muster_layer({name} SOURCES {' '.join(sources)})\n")

    def found(self):
        return list(check_layers.breaches(self.root))

    def assert_one(self, *parts):
        found = self.found()
        self.assertEqual(len(found), 1, found)
        for part in parts:
            self.assertIn(part, found[0])


class Directions(Tree):
    def test_a_layer_may_use_those_above_it(self):
        self.layer("sync", plan='#include "sync/plan.hpp"\n\n#include <vector>\n\n#include "roster/order.hpp"\n')
        self.layer("store", journal='#include "sync/journal.hpp"\n#include "db/connection.hpp"\n')
        self.assertEqual(self.found(), [])

    def test_an_include_against_the_direction_is_named_with_its_line(self):
        self.layer("roster", order='#include "roster/order.hpp"\n\n#include "store/records.hpp"\n')
        self.assert_one("src/roster/order.cpp:3", "roster may not use store")

    def test_the_sandbox_never_sees_the_client(self):
        self.layer("sandbox", contacts='#include "constant_contact/client.hpp"\n')
        self.assert_one("sandbox may not use constant_contact")

    def test_the_command_line_goes_through_the_use_cases(self):
        self.layer("cli", runs='#include "store/journal.hpp"\n')
        self.assert_one("cli may not use store")

    def test_the_client_may_use_the_transport_but_not_the_server(self):
        self.layer("constant_contact", good='#include "net/transport.hpp"\n', bad='#include "net/server.hpp"\n')
        self.assert_one("constant_contact/bad.cpp:1", "net/server.hpp")

    def test_includes_are_paths_from_the_root_of_the_sources(self):
        self.layer("base", text='#include "text.hpp"\n')
        self.assert_one('"text.hpp" is no path')

    def test_an_indented_include_inside_a_condition_counts(self):
        self.layer("base", text='#ifdef __clang__\n  #  include "db/connection.hpp"\n#endif\n')
        self.assert_one("src/base/text.cpp:2", "base may not use db")

    def test_our_own_headers_are_written_in_quotes(self):
        self.layer("sync", plan="#include <roster/order.hpp>\n")
        self.assert_one("is ours")

    def test_a_folder_that_is_no_layer_is_named(self):
        self.layer("helpers", things="#include <vector>\n")
        self.assert_one("src/helpers is no layer")

    def test_main_counts_as_the_outermost_layer(self):
        self.write("src/main.cpp", '#include "cli/main.hpp"\n#include "store/journal.hpp"\n')
        self.assert_one("src/main.cpp:2", "cli may not use store")

    def test_cmake_may_link_only_what_may_be_included(self):
        self.layer("exchange", reader="#include <vector>\n")
        self.write("src/exchange/CMakeLists.txt", "muster_layer(exchange SOURCES reader.cpp USES base store LINKS fmt::fmt)\n")
        self.assert_one("exchange may not link store")


class ThirdParty(Tree):
    def test_libraries_in_their_own_folders_are_allowed(self):
        self.layer(
            "base",
            json_hpp="#include <boost/json/fwd.hpp>\n#include <tl/expected.hpp>\n",
            json='#include "base/json.hpp"\n\n#include <boost/json.hpp>\n',
        )
        self.layer("db", sqlite="#include <sqlite3.h>\n")
        self.layer("net", session="#include <boost/beast/http.hpp>\n#include <boost/asio/ip/tcp.hpp>\n", client="#include <curl/curl.h>\n")
        self.layer("cli", program="#include <CLI/CLI.hpp>\n")
        self.layer("app", settings="#include <toml++/toml.h>\n")
        self.assertEqual(self.found(), [])

    def test_a_library_outside_its_folder_is_named(self):
        self.layer("store", journal="#include <sqlite3.h>\n")
        self.assert_one("<sqlite3.h> is not allowed in .cpp files of store")

    def test_json_stays_behind_the_reader_of_base(self):
        self.layer("constant_contact", contacts="#include <boost/json.hpp>\n")
        self.assert_one("<boost/json.hpp> is not allowed")

    def test_formatting_is_for_cpp_files_of_any_layer(self):
        self.layer("sync", report="#include <fmt/format.h>\n")
        self.assertEqual(self.found(), [])

    def test_formatting_is_not_for_headers(self):
        self.layer("sync", report_hpp="#include <fmt/format.h>\n")
        self.assert_one("headers of sync")

    def test_test_libraries_stay_out_of_the_sources(self):
        self.layer("base", text="#include <gtest/gtest.h>\n")
        self.assert_one("for tests only")

    def test_an_unknown_library_is_named(self):
        self.layer("base", text="#include <glib/glib.h>\n")
        self.assert_one("belongs to no library")

    def test_a_header_with_a_library_in_it_stays_in_its_layer(self):
        self.layer("net", session_hpp="#include <boost/beast/core.hpp>\n", session='#include "net/session.hpp"\n')
        self.layer("sandbox", server='#include "net/session.hpp"\n')
        self.assert_one("src/sandbox/server.cpp:1", "brings boost/beast into sandbox")

    def test_a_library_that_is_reached_through_another_header_is_found(self):
        self.layer("db", raw_hpp="#include <sqlite3.h>\n", open_hpp='#include "db/raw.hpp"\n')
        self.layer("store", records='#include "db/open.hpp"\n')
        self.assert_one("src/store/records.cpp:1", "sqlite3.h")

    def test_a_pure_layer_does_not_touch_the_machine(self):
        self.layer("roster", order="#include <unistd.h>\n#include <fstream>\n#include <algorithm>\n")
        self.assertEqual(len(self.found()), 2)


class Housekeeping(Tree):
    def test_a_source_file_that_cmake_does_not_know_is_named(self):
        self.layer("base", text="\n")
        self.write("src/base/email.cpp", "\n")
        self.assert_one("src/base/email.cpp: not listed in src/base/CMakeLists.txt")

    def test_a_source_file_that_cmake_names_in_a_comment_only_is_named(self):
        self.layer("base", text="\n")
        self.write("src/base/CMakeLists.txt", "muster_layer(base SOURCES) # text.cpp\n")
        self.assert_one("src/base/text.cpp: not listed")

    def test_a_source_file_in_a_subfolder_is_listed_with_its_path(self):
        self.layer("cli", program="\n")
        self.write("src/cli/commands/runs.cpp", "\n")
        self.write("src/cli/CMakeLists.txt", "muster_layer(cli SOURCES program.cpp commands/runs.cpp)\n")
        self.assertEqual(self.found(), [])

    def test_a_source_file_begins_with_its_own_header(self):
        self.layer("base", text_hpp="#include <string>\n", text='#include "base/text.hpp"\n\n#include <vector>\n')
        self.assertEqual(self.found(), [])
        self.layer("base", text_hpp="#include <string>\n", text='#include <vector>\n#include "base/text.hpp"\n')
        self.assert_one('src/base/text.cpp: its first include must be "base/text.hpp"')

    def test_a_layer_without_readme_is_named(self):
        self.layer("base", text="\n")
        (self.root / "src/base/README.md").unlink()
        self.assert_one("src/base: README.md is missing")

    def test_an_empty_layer_folder_needs_nothing(self):
        (self.root / "src/web").mkdir()
        self.assertEqual(self.found(), [])

    def test_five_hundred_lines_are_allowed_and_one_more_is_not(self):
        self.layer("base", short="\n" * 500, long="\n" * 501)
        self.assert_one("src/base/long.cpp: 501 lines")

    def test_tests_may_have_eight_hundred_lines(self):
        self.write("tests/unit/base/CMakeLists.txt", "muster_test(base SOURCES short_test.cpp long_test.cpp)\n")
        self.write("tests/unit/base/short_test.cpp", "\n" * 800)
        self.write("tests/unit/base/long_test.cpp", "\n" * 801)
        self.assert_one("long_test.cpp: 801 lines")

    def test_a_file_beside_the_list_may_name_sources_too(self):
        self.write("tests/contract/CMakeLists.txt", "include(judge.cmake)\n")
        self.write("tests/contract/judge.cmake", "add_library(judge ${CMAKE_CURRENT_LIST_DIR}/openapi.cpp)\n")
        self.write("tests/contract/openapi.cpp", "\n")
        self.assertEqual(self.found(), [])

    def test_a_test_that_no_list_names_is_named(self):
        self.write("tests/unit/base/CMakeLists.txt", "muster_test(base SOURCES text_test.cpp)\n")
        self.write("tests/unit/base/text_test.cpp", "\n")
        self.write("tests/unit/base/email_test.cpp", "\n")
        self.assert_one("email_test.cpp: not listed", "never runs")


class CommandLine(Tree):
    def test_a_clean_tree_gives_zero_and_a_breach_gives_one(self):
        self.layer("base", text="\n")
        self.assertEqual(check_layers.main([str(self.root)]), 0)
        self.write("src/base/email.cpp", "\n")
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            self.assertEqual(check_layers.main([str(self.root)]), 1)
        self.assertIn("src/base/email.cpp", printed.getvalue())


if __name__ == "__main__":
    unittest.main()
