#pragma once

// One record as a page shows it, and what recognises that state of it, so that two people who have the same record
// open do not undo each other's changes without knowing.

#include <cstdint>
#include <string>
#include <string_view>

#include "app/installation.hpp"
#include "base/crypto.hpp"
#include "base/result.hpp"
#include "roster/records.hpp"
#include "store/store.hpp"

namespace muster::app {

struct RepDetails {
    roster::Rep rep; ///< without its password
    bool has_password = false;
    roster::Member member;
    roster::MemberStatus status;
    std::string version;
};
struct MemberDetails {
    roster::Member member;
    roster::MemberStatus status;
    std::int64_t reps = 0;
    std::string version;
};
/// Code::NotFound.
[[nodiscard]] Result<RepDetails> find_rep(Installation& installation, store::DatabaseId database,
                                          const std::string& rep_id);
[[nodiscard]] Result<MemberDetails> find_member(Installation& installation, store::DatabaseId database,
                                                const std::string& member_id);

/// Another text for another state of any column; a keyed digest, as a password is among them. The Rep is read with
/// it.
[[nodiscard]] std::string version_of(const Sealer& sealer, const roster::Rep& rep);
[[nodiscard]] std::string version_of(const Sealer& sealer, const roster::Member& member);

} // namespace muster::app
