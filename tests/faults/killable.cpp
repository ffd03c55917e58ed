// The program as it is shipped, but for two things: it goes by a clock that a test shares with it, and it dies by
// SIGKILL just before a given commit to its store, be that a file or on a server.
//
//     muster_killable CLOCK_FILE COMMIT ARGUMENT...    COMMIT counts from 1; 0: it lives

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>
#include <unistd.h>

#include "base/random.hpp"
#include "cli/program.hpp"
#include "support/shared_clock.hpp"

namespace {

long fatal_commit = 0; // SQLite's hook for each new connection can be handed nothing
std::atomic<long> commits = 0;

int before_commit(void*) {
    if (++commits == fatal_commit) {
        ::kill(::getpid(), SIGKILL);
    }
    return 0;
}

extern "C" int watch_connection(sqlite3* connection, char**, const sqlite3_api_routines*) {
    sqlite3_commit_hook(connection, before_commit, nullptr);
    return SQLITE_OK;
}

} // namespace

/// libpq has no hook: the linker puts the second of these in the place of its PQexec, which the first one is.
extern "C" struct pg_result* __real_PQexec(struct pg_conn* connection, const char* sql);

extern "C" struct pg_result* __wrap_PQexec(struct pg_conn* connection, const char* sql) {
    static thread_local bool is_writing = false;
    const std::string_view text(sql);
    if (text.starts_with("BEGIN")) {
        is_writing = text.ends_with("READ WRITE");
    } else if (text == "COMMIT" && is_writing) {
        before_commit(nullptr);
    }
    return __real_PQexec(connection, sql);
}

int main(int argc, char** argv) {
    if (argc < 3) {
        return 127;
    }
    fatal_commit = std::strtol(argv[2], nullptr, 10);
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch_connection));
    muster::SharedClock clock(argv[1]);
    muster::SystemRandom random;
    return muster::cli::run_program({argv + 3, argv + argc}, {clock, random});
}
