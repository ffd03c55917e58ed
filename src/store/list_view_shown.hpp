#pragma once

// A list within a session: what it shows, resolved to numbers and keys, ready to be asked. Internal to this folder.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "store/core.hpp"
#include "store/list_view.hpp"
#include "store/list_view_queries.hpp"

namespace muster::store {

struct RepList {
    /// Code::NotFound names what is not there.
    [[nodiscard]] static Result<RepList> of(Session& session, DatabaseId database, const ShownReps& shown,
                                            RepOrder order);
    /// The rows end before the session does; `more` are the question's own parameters.
    [[nodiscard]] db::Cursor ask(Session& session, ListQuestion question,
                                 std::initializer_list<db::Parameter> more) const;
    [[nodiscard]] std::int64_t count(Session& session) const;

    DatabaseId database;
    RepOrder order;
    RepWalk walk = RepWalk::All;
    std::vector<std::string> patterns; ///< kMostSearchWords
    std::optional<std::string> status_key;
    std::optional<bool> active;
    std::optional<std::int64_t> group, attribute, member;
};

struct MemberList {
    [[nodiscard]] static Result<MemberList> of(Session& session, DatabaseId database, const ShownMembers& shown,
                                               MemberOrder order);
    [[nodiscard]] db::Cursor ask(Session& session, ListQuestion question,
                                 std::initializer_list<db::Parameter> more) const;
    [[nodiscard]] std::int64_t count(Session& session) const;

    DatabaseId database;
    MemberOrder order;
    MemberWalk walk = MemberWalk::All;
    std::vector<std::string> patterns;
    std::optional<std::string> status_key;
    std::optional<bool> active;
};

} // namespace muster::store
