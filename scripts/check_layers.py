#!/usr/bin/env python3
"""Holds the folder table of docs/architecture.md.

Reads the #include lines and CMake lists of a source tree and prints one line per breach: a layer that looks at one it may
not use, a third-party header outside its folder, a header with a library in it that another layer includes, a source file
that does not begin with its own header, a file that has grown too long, a folder without README.md, a source file that no
CMakeLists.txt names. Exit code 1 if there is any.
"""

import pathlib
import re
import sys

# Layer: the layers that it may include, itself aside.
USES = {
    "base": (),
    "db": ("base",),
    "net": ("base",),
    "roster": ("base",),
    "schedule": ("base",),
    "constant_contact": ("base", "net"),
    "sync": ("base", "roster", "constant_contact"),
    "exchange": ("base", "roster"),
    "staff": ("base", "roster"),
    "store": ("base", "db", "roster", "constant_contact", "schedule", "sync", "exchange", "staff"),
    "app": ("base", "db", "net", "roster", "schedule", "constant_contact", "sync", "exchange", "staff", "store"),
    "web": ("base", "net", "app"),
    "sandbox": ("base", "net"),
    "cli": ("base", "net", "app", "web", "sandbox"),
}

# (from, to): the only headers of `to` that `from` may include. The client must not know the server's half of net.
ONLY_HEADERS = {("constant_contact", "net"): ("net/http.hpp", "net/transport.hpp")}

# Pure layers decide from values alone; they do not touch the machine.
PURE = ("roster", "schedule")
MACHINE_HEADERS = ("cstdio", "filesystem", "fstream", "iostream", "thread")

# Third-party header (prefix): layers whose headers may include it, layers whose .cpp files may. "*" is every layer.
THIRD_PARTY = {
    "tl/expected.hpp": (("*",), ("*",)),
    "boost/json/fwd.hpp": (("base",), ("base",)),
    "boost/json": ((), ("base",)),
    "boost/asio": (("net",), ("net",)),
    "boost/beast": (("net",), ("net",)),
    "boost/system": (("net",), ("net",)),
    "curl/": (("net",), ("net",)),
    "openssl/": (("net",), ("base", "net")),
    "fmt/": ((), ("*",)),
    "spdlog/": ((), ("base",)),
    "date/": ((), ("base",)),
    "utf8proc.h": ((), ("base",)),
    "idn2.h": ((), ("base",)),
    "sodium.h": ((), ("base",)),
    "sqlite3.h": (("db",), ("db",)),
    "libpq-fe.h": (("db",), ("db",)),
    "libpq-fe.h": (("db",), ("db",)),
    "toml++/": (("app",), ("app",)),
    "prometheus/": (("app",), ("app",)),
    "CLI/": (("cli",), ("cli",)),
}

# A header with one of these is its layer's own business: another layer that includes it would compile the library too.
OPEN_TO_ALL = ("tl/expected.hpp", "boost/json/fwd.hpp")

TEST_ONLY = ("gtest/", "gmock/", "rapidcheck", "yaml-cpp/", "csv.h", "benchmark/")

POSIX = re.compile(
    r"^(arpa/|netinet/|sys/|linux/)|^(dirent|dlfcn|errno|fcntl|grp|ifaddrs|langinfo|limits|netdb|poll|pthread|pwd|sched|signal|spawn"
    r"|stdlib|string|syslog|termios|time|unistd)\.h$"
)
STANDARD = re.compile(r"^[a-z0-9_]+$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)

LONGEST_SOURCE = 500
LONGEST_TEST = 800


def includes(path):
    """(line number, is quoted, header) of each include of a file."""
    text = path.read_text(encoding="utf-8")
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start(2)) + 1, match.group(1) == '"', match.group(2)


def cpp_files(folder):
    return sorted(p for p in folder.rglob("*") if p.suffix in (".cpp", ".hpp")) if folder.is_dir() else []


def layer_of(root, path):
    """The folder directly under src; files directly in src (main.cpp) count as part of the outermost layer."""
    parts = path.relative_to(root / "src").parts
    return parts[0] if len(parts) > 1 else "cli"


def third_party_rule(header):
    matching = [prefix for prefix in THIRD_PARTY if header.startswith(prefix)]
    return max(matching, key=len) if matching else None


def private_headers(root):
    """Headers that include a library's header, directly or through another header: {"net/session.hpp": "boost/beast"}."""
    reached = {}
    using = {}
    for path in cpp_files(root / "src"):
        if path.suffix != ".hpp":
            continue
        name = path.relative_to(root / "src").as_posix()
        for _, quoted, header in includes(path):
            if quoted:
                using.setdefault(header, []).append(name)
            elif header not in OPEN_TO_ALL and third_party_rule(header):
                reached.setdefault(name, third_party_rule(header))
    pending = list(reached)
    while pending:
        header = pending.pop()
        for user in using.get(header, ()):
            if user not in reached:
                reached[user] = reached[header]
                pending.append(user)
    return reached


def check_own_include(layer, header, private):
    target = header.split("/")[0]
    if target not in USES or "/" not in header:
        return f'"{header}" is no path from src/ (write "layer/file.hpp")'
    if target == layer:
        return None
    if target not in USES[layer]:
        return f'{layer} may not use {target} ("{header}")'
    only = ONLY_HEADERS.get((layer, target))
    if only is not None and header not in only:
        return f'{layer} may use only {", ".join(only)} of {target}, not "{header}"'
    if header in private:
        return f'"{header}" brings {private[header]} into {layer}: a library stays in its own folder'
    return None


def check_foreign_include(layer, suffix, header):
    if header.startswith(TEST_ONLY):
        return f"<{header}> is for tests only"
    rule = third_party_rule(header)
    if rule:
        allowed = THIRD_PARTY[rule][0 if suffix == ".hpp" else 1]
        if "*" in allowed or layer in allowed:
            return None
        where = "headers" if suffix == ".hpp" else ".cpp files"
        return f"<{header}> is not allowed in {where} of {layer}"
    if STANDARD.match(header):
        if layer in PURE and header in MACHINE_HEADERS:
            return f"<{header}> in {layer}: this layer is pure"
        return None
    if POSIX.match(header):
        return f"<{header}> in {layer}: this layer is pure" if layer in PURE else None
    if header.split("/")[0] in USES:
        return f'<{header}> is ours: write it as "{header}"'
    return f"<{header}> belongs to no library of the table in scripts/check_layers.py"


def check_includes(root):
    private = private_headers(root)
    for path in cpp_files(root / "src"):
        layer = layer_of(root, path)
        if layer not in USES:
            yield f"{path.relative_to(root)}: src/{layer} is no layer of the table in scripts/check_layers.py"
            continue
        for line, quoted, header in includes(path):
            breach = (
                check_own_include(layer, header, private)
                if quoted
                else check_foreign_include(layer, path.suffix, header)
            )
            if breach:
                yield f"{path.relative_to(root)}:{line}: {breach}"


def check_own_header_first(root):
    """x.cpp begins with its x.hpp: that proves that the header compiles alone (tests/headers takes the headers without x.cpp)."""
    for path in cpp_files(root / "src"):
        if path.suffix == ".cpp" and path.with_suffix(".hpp").is_file():
            own = path.with_suffix(".hpp").relative_to(root / "src").as_posix()
            if next((header for _, _, header in includes(path)), None) != own:
                yield f'{path.relative_to(root)}: its first include must be "{own}"'


def check_sizes(root):
    for folder, longest in (("src", LONGEST_SOURCE), ("bench", LONGEST_SOURCE), ("fuzz", LONGEST_SOURCE), ("tests", LONGEST_TEST)):
        for path in cpp_files(root / folder):
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines > longest:
                yield f"{path.relative_to(root)}: {lines} lines, more than {longest}: cut it by subject"


def words_of_cmake(path):
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return re.sub(r"#[^\n]*", " ", text).replace("(", " ").replace(")", " ").replace('"', " ").split()


def check_layer_folders(root):
    for folder in sorted((root / "src").iterdir()):
        if not folder.is_dir() or not cpp_files(folder):
            continue
        if not (folder / "README.md").is_file():
            yield f"{folder.relative_to(root)}: README.md is missing (what the room is for, what comes in, what goes out)"
        words = words_of_cmake(folder / "CMakeLists.txt")
        for path in cpp_files(folder):
            name = path.relative_to(folder).as_posix()
            if path.suffix == ".cpp" and name not in words:
                yield f"{path.relative_to(root)}: not listed in {folder.relative_to(root)}/CMakeLists.txt"
        for used in links_of_layer(words):
            if folder.name in USES and used != folder.name and used not in USES[folder.name]:
                yield f"{folder.relative_to(root)}/CMakeLists.txt: {folder.name} may not link {used}"


def links_of_layer(words):
    """The layers named after USES in a muster_layer(...) call, and muster_NAME targets anywhere."""
    in_uses = False
    for word in words:
        if word in ("SOURCES", "LINKS", "muster_layer", "muster_test"):
            in_uses = False
        elif word == "USES":
            in_uses = True
        elif in_uses and word in USES:
            yield word
        elif word.startswith("muster_") and word.removeprefix("muster_") in USES:
            yield word.removeprefix("muster_")


def check_tests_are_built(root):
    """A test file that no list names is a test that never runs."""
    tests = root / "tests"
    for path in cpp_files(tests):
        if path.suffix != ".cpp":
            continue
        folder = path.parent
        while folder != tests and not (folder / "CMakeLists.txt").is_file():
            folder = folder.parent
        lists = (folder / "CMakeLists.txt", *sorted(folder.glob("*.cmake")))
        name = path.relative_to(folder).as_posix()
        if not any(word == name or word.endswith("/" + name) for file in lists for word in words_of_cmake(file)):
            yield f"{path.relative_to(root)}: not listed in {folder.relative_to(root)}/CMakeLists.txt, so it never runs"


def breaches(root):
    for check in (check_includes, check_own_header_first, check_sizes, check_layer_folders, check_tests_are_built):
        yield from check(root)


def main(arguments):
    root = pathlib.Path(arguments[0]) if arguments else pathlib.Path(__file__).resolve().parent.parent
    found = list(breaches(root))
    for breach in found:
        print(breach)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
