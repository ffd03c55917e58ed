#pragma once

// After a push: reads back and proves, Contact by Contact, that what was sent is there (R28). Internal to sync.

#include <string>
#include <unordered_map>
#include <vector>

#include "sync/session.hpp"

namespace muster::sync {

/// What the service said about rows while it worked on them.
struct Proof {
    std::unordered_map<std::size_t, std::string> reasons; ///< by index of Plan::contacts
    std::vector<std::string> unassigned;                  ///< errors that name no row
};

/// Sets the fate of every Contact that was sent and of every removal, keeps what was read, and learns kept forms.
[[nodiscard]] Answer<void> prove(Session& session, const Proof& proof);

} // namespace muster::sync
