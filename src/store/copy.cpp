// All that a store keeps, into another one of any kind.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "store/core.hpp"
#include "store/run_lock.hpp"
#include "store/site.hpp"
#include "store/sql.hpp"

namespace muster::store {

namespace {

constexpr std::string_view kOpening = "CREATE TABLE ";
constexpr std::string_view kOnlyThere = "write_turns"; // of whoever writes just now
constexpr std::int64_t kRowsBetweenWords = 5'000;

/// All tables, each behind those that it refers to: the order in which the migrations make them.
std::vector<std::string> all_tables() {
    std::vector<std::string> tables;
    for (const auto& migration : migrations()) {
        auto sql = migration.sql;
        for (auto at = sql.find(kOpening); at != std::string_view::npos; at = sql.find(kOpening)) {
            sql.remove_prefix(at + kOpening.size());
            if (const auto name = sql.substr(0, sql.find(' ')); name != kOnlyThere) {
                tables.emplace_back(name);
            }
        }
    }
    return tables;
}

/// Tells two sets of rows apart, in whatever order they come.
class Digest {
  public:
    void add(std::string_view row) {
        const auto one = sha256(row);
        for (std::size_t i = 0; i < sum_.size(); ++i) {
            sum_[i] = static_cast<std::uint8_t>(sum_[i] ^ one[i]);
        }
        ++rows_;
    }
    [[nodiscard]] std::int64_t rows() const { return rows_; }
    bool operator==(const Digest&) const = default;

  private:
    std::array<std::uint8_t, 32> sum_{};
    std::int64_t rows_ = 0;
};

/// One table with all its columns, as any store has it.
class Table {
  public:
    Table(const std::string& name, std::vector<db::Column> columns) : columns_(std::move(columns)) {
        std::string names, values;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            names += (i == 0 ? "" : ", ") + columns_[i].name;
            values += fmt::format("{}${}", i == 0 ? "" : ", ", i + 1);
        }
        read_ = {"copy.read", fmt::format("SELECT {} FROM {}", names, name), true};
        write_ = {"copy.write", fmt::format("INSERT INTO {} ({}) VALUES ({})", name, names, values), false};
    }

    /// The values last during the visit.
    template <class Visit>
    Digest each(db::Connection& connection, const Visit& visit) const {
        Digest digest;
        const auto statement = connection.prepare(read_);
        std::vector<db::Parameter> values;
        for (auto row = statement->query({}); row.next();) {
            values.clear();
            std::string bytes;
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                values.push_back(value_of(row, static_cast<int>(i)));
                add(bytes, values.back());
            }
            digest.add(bytes);
            visit(values);
        }
        return digest;
    }
    [[nodiscard]] const db::Query& write() const { return write_; }

  private:
    [[nodiscard]] db::Parameter value_of(const db::Cursor& row, int column) const {
        if (row.is_null(column)) {
            return std::nullopt;
        }
        switch (columns_[static_cast<std::size_t>(column)].kind) {
        case db::Parameter::Kind::Text:
            return row.text(column);
        case db::Parameter::Kind::Bytes:
            return db::Bytes{row.text(column)};
        case db::Parameter::Kind::Number:
        case db::Parameter::Kind::Null:
            break;
        }
        return row.number(column);
    }

    /// Each value with its length, so that no two rows look alike.
    static void add(std::string& bytes, const db::Parameter& value) {
        const auto text = value.kind() == db::Parameter::Kind::Number ? std::to_string(value.number())
                                                                      : std::string(value.text());
        bytes += fmt::format("{}:{}:{}", static_cast<int>(value.kind()), text.size(), text);
    }

    std::vector<db::Column> columns_;
    db::Query read_, write_;
};

Result<void> check_empty(db::Connection& to, const std::vector<std::string>& tables, const std::string& place) {
    for (const auto& table : tables) {
        const db::Query any{"copy.any", fmt::format("SELECT 1 FROM {} LIMIT 1", table)};
        if (to.prepare(any)->query({}).next()) {
            return fail(
                Code::Invalid,
                fmt::format("The store {} holds something already. A copy goes into one that is new.", place));
        }
    }
    return {};
}

} // namespace

const std::string& Store::key_file() const { return core_->key_file; }

Result<CopiedStore> Store::copy_to(const std::string& url, WhileRunning while_running,
                                   const CopyProgress& progress) {
    try {
        TRY_ASSIGN(
            const auto site,
            site_of({.url = url, .key_file = core_->key_file, .clock = core_->clock, .random = core_->random}));
        const auto target = site.connect();
        if (auto migrated = db::migrate(*target, migrations(), core_->clock.now()); !migrated) {
            return tl::unexpected(migrated.error().prefixed(site.place));
        }
        const auto tables = all_tables();
        Session session(*core_, db::Access::Read); // one moment for all of it
        if (while_running == WhileRunning::Refuse) {
            TRY(check_no_run(session));
        }
        db::Transaction writing(*target, db::Access::Write);
        TRY(check_empty(*target, tables, site.place));
        target->take_turn(installation_scope().front());
        CopiedStore copied{.tables = static_cast<std::int64_t>(tables.size())};
        for (const auto& name : tables) {
            const Table table(name, target->columns(name));
            const auto put = target->prepare(table.write());
            progress(name, copied.rows);
            const auto read = table.each(session.connection(), [&](const std::vector<db::Parameter>& values) {
                put->run(values);
                if (++copied.rows % kRowsBetweenWords == 0) {
                    progress(name, copied.rows);
                }
            });
            if (const auto kept = table.each(*target, [](const auto&) {}); kept != read) {
                return fail(Code::Failed,
                            fmt::format("The table {} did not arrive as it is: {} rows were read and {} are there. "
                                        "Nothing of the copy is kept.",
                                        name, read.rows(), kept.rows()));
            }
        }
        writing.commit();
        return copied;
    } catch (const db::StoreLost& lost) { // either of the two
        return fail(code_of(lost.loss()), lost.what());
    }
}

} // namespace muster::store
