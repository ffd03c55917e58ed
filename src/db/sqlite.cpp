#include "db/sqlite.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <sqlite3.h>

namespace muster::db {

namespace {

constexpr std::chrono::milliseconds kOneWait{5'000};

constexpr const char* kCache = "PRAGMA cache_size = -32768"; // KiB
/// Records that come in no order touch many pages of the indexes; what does not fit is written and read again.
/// Taken only as far as a transaction needs it.
constexpr const char* kWritingCache = "PRAGMA cache_size = -131072";

Loss loss_of(int code) {
    if (code == SQLITE_IOERR_SHMSIZE) { // no room for what the processes share beside the file
        return Loss::DiskFull;
    }
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Loss::Locked;
    case SQLITE_FULL:
        return Loss::DiskFull;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return Loss::NotWritable;
    case SQLITE_NOTADB:
        return Loss::NotADatabase;
    case SQLITE_CORRUPT:
        return Loss::Damaged;
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        return Loss::Gone;
    default:
        return Loss::Other;
    }
}

std::string sentence_of(Loss loss, const std::string& path, std::string_view detail) {
    switch (loss) {
    case Loss::NotWritable:
        return fmt::format("The store {} cannot be written. Check the rights of the file and of its folder.", path);
    case Loss::NotADatabase:
        return fmt::format("The file {} is not a Muster store. Name another file with --store.", path);
    case Loss::Gone:
        return fmt::format("The store {} cannot be read ({}). Check the disk, the folder and their rights.", path,
                           detail);
    default:
        return sentence(loss, path, detail);
    }
}

[[noreturn]] void lose(sqlite3* handle, int code, const std::string& path, std::string_view query) {
    const std::string detail = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
    const int extended = handle != nullptr ? sqlite3_extended_errcode(handle) : code;
    if (extended == SQLITE_CONSTRAINT_FOREIGNKEY) {
        throw StoreLost(sentence_of(Loss::Removed, path, detail), Loss::Removed);
    }
    const int kind = code & 0xff;
    if (kind == SQLITE_CONSTRAINT || kind == SQLITE_MISUSE || kind == SQLITE_RANGE || kind == SQLITE_ERROR) {
        throw std::logic_error(fmt::format("Query {}: {}", query, detail));
    }
    const auto loss = loss_of(extended);
    throw StoreLost(sentence_of(loss, path, detail), loss);
}

class SqliteStatement final : public Statement {
  public:
    SqliteStatement(sqlite3* handle, const std::string& path, const Query& query)
        : handle_(handle), path_(path), name_(query.name) {
        const char* rest = nullptr;
        const int code = sqlite3_prepare_v3(handle_, query.sql.data(), static_cast<int>(query.sql.size()),
                                            SQLITE_PREPARE_PERSISTENT, &statement_, &rest);
        if (code != SQLITE_OK) {
            lose(handle_, code, path_, name_);
        }
        if (statement_ == nullptr) {
            throw std::logic_error("Query " + name_ + " is empty.");
        }
        map_parameters();
    }
    ~SqliteStatement() override { sqlite3_finalize(statement_); }

  private:
    // SQLite numbers `$n` by first appearance, so the place of each is asked for by name.
    void map_parameters() {
        const int count = sqlite3_bind_parameter_count(statement_);
        for (int number = 1; number <= count; ++number) {
            const int place = sqlite3_bind_parameter_index(statement_, fmt::format("${}", number).c_str());
            if (place == 0) {
                sqlite3_finalize(statement_);
                throw std::logic_error(fmt::format("Query {} has {} parameters but no ${}.", name_, count, number));
            }
            places_.push_back(place);
        }
    }

    void bind(std::span<const Parameter> parameters, sqlite3_destructor_type lifetime) {
        if (is_open_) {
            throw std::logic_error("Query " + name_ + " is still being read.");
        }
        if (parameters.size() != places_.size()) {
            throw std::logic_error(
                fmt::format("Query {} takes {} parameters, not {}.", name_, places_.size(), parameters.size()));
        }
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            if (const int code = bind_one(places_[i], parameters[i], lifetime); code != SQLITE_OK) {
                lose(handle_, code, path_, name_);
            }
        }
    }

    int bind_one(int place, const Parameter& parameter, sqlite3_destructor_type lifetime) {
        const auto text = parameter.text();
        switch (parameter.kind()) {
        case Parameter::Kind::Null:
            return sqlite3_bind_null(statement_, place);
        case Parameter::Kind::Number:
            return sqlite3_bind_int64(statement_, place, parameter.number());
        case Parameter::Kind::Text: // an empty view may have no address, which SQLite would take for null
            return sqlite3_bind_text64(statement_, place, text.empty() ? "" : text.data(), text.size(), lifetime,
                                       SQLITE_UTF8);
        case Parameter::Kind::Bytes:
            return sqlite3_bind_blob64(statement_, place, text.empty() ? "" : text.data(), text.size(), lifetime);
        }
        return SQLITE_MISUSE;
    }

    std::int64_t run_to_end(std::span<const Parameter> parameters) override {
        bind(parameters, SQLITE_STATIC);
        const int code = sqlite3_step(statement_);
        if (code != SQLITE_DONE && code != SQLITE_ROW) {
            lose_and_reset(code);
        }
        const auto changed = sqlite3_changes64(handle_);
        sqlite3_reset(statement_);
        return changed;
    }

    void start(std::span<const Parameter> parameters) override {
        bind(parameters, SQLITE_TRANSIENT); // the caller's temporaries are gone before the first row
        is_open_ = true;
    }

    bool step() override {
        if (!is_open_) {
            return false;
        }
        const int code = sqlite3_step(statement_);
        if (code == SQLITE_ROW) {
            return true;
        }
        if (code != SQLITE_DONE) {
            lose_and_reset(code);
        }
        finish();
        return false;
    }

    void finish() noexcept override {
        sqlite3_reset(statement_);
        is_open_ = false;
    }

    [[noreturn]] void lose_and_reset(int code) {
        try {
            lose(handle_, code, path_, name_);
        } catch (...) {
            finish();
            throw;
        }
    }

    bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    std::int64_t number(int column) const override { return sqlite3_column_int64(statement_, column); }
    std::string_view text(int column) const override {
        const void* start = sqlite3_column_blob(statement_, column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
        return start == nullptr ? std::string_view{} : std::string_view(static_cast<const char*>(start), size);
    }

    sqlite3* handle_;
    const std::string& path_; // the connection's, which outlives its statements
    std::string name_;
    sqlite3_stmt* statement_ = nullptr;
    std::vector<int> places_;
    bool is_open_ = false;
};

class SqliteConnection final : public Connection {
  public:
    explicit SqliteConnection(const SqliteOptions& options) : path_(options.path) {
        const auto one_wait = std::min(options.patience, kOneWait);
        attempts_ = one_wait.count() > 0 ? options.patience / one_wait : 1;
        const int code =
            sqlite3_open_v2(path_.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
        try {
            check_open(code);
            sqlite3_extended_result_codes(handle_, 1);
            sqlite3_busy_timeout(handle_, static_cast<int>(one_wait.count()));
            set_up();
        } catch (...) {
            sqlite3_close(handle_);
            throw;
        }
    }
    ~SqliteConnection() override {
        drop_statements();
        sqlite3_close(handle_);
    }

    std::unique_ptr<Statement> prepare(const Query& query) override {
        return std::make_unique<SqliteStatement>(handle_, path_, query);
    }

    void execute(std::string_view script) override {
        const int code = sqlite3_exec(handle_, std::string(script).c_str(), nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) {
            lose(handle_, code, path_, "script");
        }
    }

    bool has_table(std::string_view name) override {
        static const Query query{"sqlite.has_table",
                                 "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1"};
        return (*this)[query].query({name}).next();
    }

    bool is_empty() override {
        static const Query query{"sqlite.any_table", "SELECT 1 FROM sqlite_master LIMIT 1"};
        return !(*this)[query].query({}).next();
    }

    std::vector<Column> columns(std::string_view table) override {
        static const Query query{"sqlite.columns", "SELECT name, type FROM pragma_table_info($1) ORDER BY cid"};
        return read_columns((*this)[query].query({table}));
    }

  private:
    void check_open(int code) {
        if (code != SQLITE_OK) {
            lose(handle_, code, path_, "open");
        }
        if (sqlite3_db_readonly(handle_, "main") == 1) {
            throw StoreLost(sentence_of(Loss::NotWritable, path_, ""), Loss::NotWritable);
        }
    }

    void set_up() {
        // WAL cannot be switched on while another process is just opening the file, and SQLite does not wait there
        // by itself.
        patiently([this] { execute("PRAGMA journal_mode = WAL"); });
        execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = FAST;"
                "PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = 67108864;");
        set_cache(kCache);
    }

    template <class Action>
    void patiently(const Action& action) {
        for (auto left = attempts_;; --left) {
            try {
                action();
                return;
            } catch (const StoreLost& lost) {
                if (lost.loss() != Loss::Locked || left <= 1) {
                    throw;
                }
            }
        }
    }

    void begin(Access access) override {
        patiently([&] { execute(access == Access::Write ? "BEGIN IMMEDIATE" : "BEGIN"); });
        if (access == Access::Write) {
            set_cache(kWritingCache);
        }
    }
    void commit() override {
        execute("COMMIT");
        set_cache(kCache);
    }
    void roll_back() noexcept override {
        if (sqlite3_get_autocommit(handle_) == 0) { // a full disk has ended the transaction already
            sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
        }
        set_cache(kCache);
    }

    /// A cache of another size is no trouble, so that failing is none either.
    void set_cache(const char* size) noexcept {
        if (cache_ != size) {
            cache_ = size;
            sqlite3_exec(handle_, size, nullptr, nullptr, nullptr);
        }
    }

    std::string path_;
    std::int64_t attempts_ = 1;
    const char* cache_ = nullptr; ///< its size
    sqlite3* handle_ = nullptr;
};

} // namespace

std::unique_ptr<Connection> open_sqlite(const SqliteOptions& options) {
    // Nobody asks how much memory it uses; counting takes a lock at every allocation.
    [[maybe_unused]] static const int kUncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return std::make_unique<SqliteConnection>(options);
}

} // namespace muster::db
