#include "support/postgresql_server.hpp"

#include <cstdlib>
#include <stdexcept>

#include <stdlib.h>

namespace muster::test {

namespace fs = std::filesystem;

namespace {

const fs::path kScript = fs::path(MUSTER_SOURCE_DIR) / "scripts/postgresql.sh";

int run(const std::string& command) {
    const std::string line =
        "bash -c 'set -eu; source \"" + kScript.string() + "\"; " + command + "' >/dev/null 2>&1";
    return std::system(line.c_str());
}

} // namespace

bool PostgresqlServer::is_there() { return run("[[ -x $postgresql_programs/initdb ]] && as_postgresql true") == 0; }

PostgresqlServer::PostgresqlServer(const fs::path& place) {
    const fs::path memory = "/dev/shm";
    const fs::path elsewhere = fs::is_directory(memory) ? memory : fs::temp_directory_path();
    std::string name = ((place.empty() ? elsewhere : place) / "muster-server-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    folder_ = name;
}

PostgresqlServer::~PostgresqlServer() {
    if (is_running_) {
        (void)run("stop_server " + folder_.string() + " immediate");
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void PostgresqlServer::copy(const PostgresqlServer& other) {
    call("copy_cluster " + other.folder_.string() + " " + folder_.string());
}

void PostgresqlServer::follow(const PostgresqlServer& other) {
    call("make_standby " + other.folder_.string() + " " + folder_.string());
}

void PostgresqlServer::start(const std::vector<std::string>& settings) {
    std::string words = "start_server " + folder_.string();
    for (const auto& setting : settings) {
        words += " " + setting;
    }
    if (!fs::exists(folder_ / "data")) {
        call("make_cluster " + folder_.string());
    }
    call(words);
    is_running_ = true;
}

void PostgresqlServer::begin_log_segment() {
    call("as_postgresql psql --host=" + folder_.string() + " --command=\"SELECT pg_switch_wal()\"");
}

void PostgresqlServer::stop() {
    call("stop_server " + folder_.string());
    is_running_ = false;
}

void PostgresqlServer::crash() {
    call("stop_server " + folder_.string() + " immediate");
    is_running_ = false;
}

void PostgresqlServer::kill() {
    call("kill_server " + folder_.string());
    is_running_ = false;
}

void PostgresqlServer::promote() { call("promote_server " + folder_.string()); }

void PostgresqlServer::call(const std::string& command) const {
    if (run(command) != 0) {
        throw std::runtime_error(command + " failed: see " + (folder_ / "log").string());
    }
}

std::string url_of(const std::vector<fs::path>& folders) {
    std::string hosts;
    for (const auto& folder : folders) {
        hosts += (hosts.empty() ? "" : ",") + folder.string();
    }
    return "postgresql://postgres@/postgres?host=" + hosts;
}

} // namespace muster::test
