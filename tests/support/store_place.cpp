#include "support/store_place.hpp"

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <mutex>
#include <set>
#include <string_view>
#include <vector>

#include <unistd.h>

#include <fmt/format.h>

#include "base/time.hpp"
#include "db/migrations.hpp"
#include "db/postgresql.hpp"
#include "db/sqlite.hpp"
#include "store/sql.hpp"

namespace muster::test {

namespace {

constexpr std::string_view kSqliteScheme = "sqlite:";

std::string server_url() {
    const char* url = std::getenv("MUSTER_TEST_POSTGRESQL");
    return url == nullptr ? "" : url;
}

/// The server's URL with another database in it: "postgresql:///NAME?host=…".
std::string url_of(const std::string& database) {
    const std::string server = server_url();
    const auto query = server.find('?');
    const auto slash = server.find('/', std::string_view("postgresql://").size());
    return server.substr(0, slash) + "/" + database + (query == std::string::npos ? "" : server.substr(query));
}

class Server {
  public:
    Server() : connection_(db::open_postgresql({.url = server_url()})), template_(make_template()) {}
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server() {
        for (const std::string& name : made_) {
            try {
                connection_->execute(fmt::format("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", name));
            } catch (const db::StoreLost&) { // a server that was stopped takes its databases along
            }
        }
    }

    void make(const std::string& name) {
        const std::lock_guard lock(mutex_);
        if (made_.insert(name).second && !exists(name)) {
            connection_->execute(fmt::format("CREATE DATABASE \"{}\" TEMPLATE \"{}\"", name, template_));
        }
    }

    void copy(const std::string& from, const std::string& to) {
        const std::lock_guard lock(mutex_);
        made_.insert(to);
        connection_->execute(fmt::format("CREATE DATABASE \"{}\" TEMPLATE \"{}\"", to, from));
    }

    void drop(const std::string& name) {
        const std::lock_guard lock(mutex_);
        if (made_.erase(name) > 0) {
            connection_->execute(fmt::format("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", name));
        }
    }

    void make_empty(const std::string& name) {
        const std::lock_guard lock(mutex_);
        made_.insert(name);
        connection_->execute(fmt::format("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", name));
        connection_->execute(fmt::format("CREATE DATABASE \"{}\"", name));
    }

  private:
    bool exists(const std::string& name) {
        static const db::Query query{"test.database", "SELECT 1 FROM pg_database WHERE datname = $1"};
        return (*connection_)[query].query({name}).next();
    }

    /// An empty store of this schema, made by whichever process comes first.
    std::string make_template() {
        std::string all;
        for (const auto& migration : store::migrations()) {
            all += migration.sql;
        }
        const std::string name = fmt::format("muster_template_{:x}", std::hash<std::string>{}(all));
        if (exists(name)) {
            return name;
        }
        const std::string draft = fmt::format("muster_draft_{}", ::getpid());
        connection_->execute(fmt::format("CREATE DATABASE \"{}\"", draft));
        if (!db::migrate(*db::open_postgresql({.url = url_of(draft)}), store::migrations(), Instant{})) {
            throw std::runtime_error("The schema does not fit the server.");
        }
        try {
            connection_->execute(fmt::format("ALTER DATABASE \"{}\" RENAME TO \"{}\"", draft, name));
        } catch (const std::exception&) { // another one came first
            connection_->execute(fmt::format("DROP DATABASE \"{}\"", draft));
        }
        return name;
    }

    std::unique_ptr<db::Connection> connection_;
    std::mutex mutex_;
    std::set<std::string> made_;
    std::string template_;
};

Server& server() {
    static Server server;
    return server;
}

std::string name_of(const std::filesystem::path& folder, const std::string& name) {
    return folder.filename().string() + "_" + name;
}

/// Of an SQLite store: the file and its companions.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder, const std::string& name) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().filename().string().starts_with(name)) {
            files.push_back(entry.path());
        }
    }
    return files;
}

} // namespace

bool on_postgresql() { return !server_url().empty(); }

std::string store_url(const std::filesystem::path& folder, const std::string& name) {
    if (!on_postgresql()) {
        return std::string(kSqliteScheme) + (folder / name).string();
    }
    const std::string database = name_of(folder, name);
    server().make(database);
    return url_of(database);
}

std::string copy_store(const std::filesystem::path& from, const std::filesystem::path& to,
                       const std::string& name) {
    if (on_postgresql()) {
        server().copy(name_of(from, name), name_of(to, name));
        return url_of(name_of(to, name));
    }
    for (const auto& file : files_of(from, name)) {
        std::filesystem::copy(file, to / file.filename());
    }
    return store_url(to, name);
}

void drop_store(const std::filesystem::path& folder, const std::string& name) {
    if (on_postgresql()) {
        server().drop(name_of(folder, name));
    }
}

std::unique_ptr<db::Connection> connect(const std::string& store_url) {
    return on_postgresql() ? db::open_postgresql({.url = store_url})
                           : db::open_sqlite({.path = store_url.substr(kSqliteScheme.size())});
}

std::string bytes_of(const std::filesystem::path& folder, const std::string& name) {
    std::string bytes;
    if (!on_postgresql()) {
        for (const auto& path : files_of(folder, name)) {
            std::ifstream file(path, std::ios::binary);
            bytes.append(std::istreambuf_iterator<char>(file), {});
        }
        return bytes;
    }
    static const db::Query tables{"test.tables", "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"};
    const auto connection = connect(store_url(folder, name));
    connection->execute("SET bytea_output = 'escape'"); // what is no secret could be read
    for (auto table = (*connection)[tables].query({}); table.next();) {
        const db::Query rows{"test.rows", fmt::format("SELECT CAST(t AS TEXT) FROM {} AS t", table.text(0))};
        const auto statement = connection->prepare(rows);
        for (auto row = statement->query({}); row.next();) {
            bytes.append(row.text(0)).push_back('\n');
        }
    }
    return bytes;
}

void make_empty(const std::filesystem::path& folder, const std::string& name) {
    if (on_postgresql()) {
        server().make_empty(name_of(folder, name));
        return;
    }
    for (const auto* suffix : {"", "-wal", "-shm"}) {
        std::filesystem::remove((folder / name).string() + suffix);
    }
    std::ofstream(folder / name).close();
}

} // namespace muster::test
