#include "db/postgresql_handle.hpp"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "db/postgresql.hpp"

namespace muster::db {

namespace {

/// What libpq is told unless a URL says otherwise. A machine that has vanished does not say so: it is given up
/// after half a minute of silence in the midst of a transaction, after five seconds as one to connect to.
constexpr std::array<std::pair<const char*, const char*>, 7> kUnlessTheUrlSays{{
    {"target_session_attrs", "read-write"},
    {"application_name", "muster"},
    {"connect_timeout", "5"},
    {"keepalives_idle", "15"},
    {"keepalives_interval", "5"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "30000"},
}};

} // namespace

Handle connect_to(const std::string& url) {
    std::vector<const char*> keywords, values;
    const auto add = [&](const char* keyword, const char* value) {
        keywords.push_back(keyword);
        values.push_back(value);
    };
    for (const auto& [keyword, value] : kUnlessTheUrlSays) {
        add(keyword, value);
    }
    add("dbname", url.c_str()); // wins over those before it
    add("client_encoding", "UTF8");
    add(nullptr, nullptr);
    return Handle(PQconnectdbParams(keywords.data(), values.data(), 1));
}

std::string postgresql_place(const std::string& url) {
    struct Free {
        void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
    };
    const std::unique_ptr<PQconninfoOption, Free> options(PQconninfoParse(url.c_str(), nullptr));
    if (!options) {
        return "that --store names";
    }
    std::string host = "localhost", name;
    for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
        const std::string_view keyword = option->keyword;
        if (option->val != nullptr && keyword == "host") {
            host = option->val;
        } else if (option->val != nullptr && keyword == "dbname") {
            name = option->val;
        }
    }
    return fmt::format("\"{}\" on {}", name, host);
}

} // namespace muster::db
