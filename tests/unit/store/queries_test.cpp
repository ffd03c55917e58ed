// What holds for the SQL as a whole, whoever calls it.

#include "db/queries.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "store/sql.hpp"

namespace muster::store {
namespace {

/// What looks for a database by something else, or works on all of them on purpose.
constexpr std::array kAcrossDatabases{
    "binding.of_account",      // R22: which database has the account
    "binding.put",             // the id is one of its values
    "database.by_key",         // a name's database
    "database.ids",            // all there are
    "database.names",          // the same
    "delivery.count_waiting",  // /metrics
    "delivery.databases",      // R34: which have something to send
    "lock.all",                // R20, R23: whose run goes on anywhere
    "login.get",               // a secret state's database
    "notice.look_at_all",      // R34: in which something may have changed
    "notice.newest_of_all",    // the Dashboard's newest of all
    "problem.count_of_all",    // /metrics
    "problem.of_all",          // the Dashboard
    "progress.cancelled_here", // R30: whom this process is to end
    "run.get",                 // a run's database, which the caller compares
    "run.newest_of_all",       // the Dashboard
    "scheduled.databases",     // R20: what is due anywhere
    "scheduled.days_of_all",   // the same
    "sealed.forget_learned",   // key rotation
    "sealed.forget_logins",    // the same
    "selections.of_all",       // R20: who takes part
    "setting.databases",       // R34: who wants the weekly list
    "user.databases",          // what one user may see
    "user.remove_databases",   // the same
};

std::string without_comments(std::string_view sql) {
    std::string kept;
    for (const auto& line : split_list(sql, '\n')) {
        kept += line.substr(0, line.find("--"));
        kept += '\n';
    }
    return kept;
}

std::vector<std::string> words_of(std::string_view sql) {
    std::vector<std::string> words(1);
    for (const char letter : without_comments(sql)) {
        if (std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' || letter == '$') {
            words.back() += letter;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    return words;
}

/// The tables of which each row belongs to a database.
std::set<std::string> tables_with_database() {
    std::set<std::string> tables;
    for (const auto& migration : migrations()) {
        for (const auto& statement : split_list(without_comments(migration.sql), ';')) {
            const auto words = words_of(statement);
            if (words.size() > 2 && words[0] == "CREATE" && words[1] == "TABLE" &&
                std::ranges::find(words, "database_id") != words.end()) {
                tables.insert(words[2]);
            }
        }
    }
    return tables;
}

db::Queries all_queries() {
    db::Queries queries;
    for (const auto file : query_files()) {
        EXPECT_TRUE(queries.add(file));
    }
    return queries;
}

/// "database_id = $1", or a row that is put in with its database's id first.
bool names_its_database(const std::vector<std::string>& words) {
    for (std::size_t at = 0; at + 1 < words.size(); ++at) {
        const bool is_compared = words[at + 1].starts_with("$");
        const bool is_put_in = at >= 3 && words[at - 3] == "INSERT" && words[at - 2] == "INTO";
        if (words[at] == "database_id" && (is_compared || is_put_in)) {
            return true;
        }
    }
    return false;
}

TEST(SqlOfTheStore, EveryQueryCarriesTheDatabasesIdOrSaysWhyNot) {
    const auto tables = tables_with_database();
    EXPECT_GT(tables.size(), 30U);
    std::set<std::string> without;
    all_queries().each([&](const db::Query& query) {
        const auto words = words_of(query.sql);
        const bool is_about_one =
            std::ranges::any_of(words, [&](const std::string& word) { return tables.contains(word); });
        if (is_about_one && !names_its_database(words)) {
            without.insert(query.name);
        }
    });
    EXPECT_EQ(without, std::set<std::string>(kAcrossDatabases.begin(), kAcrossDatabases.end()));
}

TEST(SqlOfTheStore, NothingChangesOrRemovesAnEntryOfTheAuditLog) {
    all_queries().each([](const db::Query& query) {
        const auto words = words_of(query.sql);
        if (std::ranges::find(words, "audit_entries") != words.end()) {
            EXPECT_EQ(std::ranges::count(words, "UPDATE") + std::ranges::count(words, "DELETE"), 0) << query.name;
        }
    });
}

} // namespace
} // namespace muster::store
