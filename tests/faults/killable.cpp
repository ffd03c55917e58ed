// The program as it is shipped, but for two things: it goes by a clock that a test shares with it, and it dies by
// SIGKILL just before a given commit of its store.
//
//     muster_killable CLOCK_FILE COMMIT ARGUMENT...    COMMIT counts from 1; 0: it lives

#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include <sqlite3.h>
#include <unistd.h>

#include "base/random.hpp"
#include "cli/program.hpp"
#include "support/shared_clock.hpp"

namespace {

long fatal_commit = 0; // SQLite's hook for each new connection can be handed nothing
long commits = 0;

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
