#pragma once

// The audit log: who did what to which record, in words short enough for a list. Entries are added and read, never
// changed nor removed; no secret stands in them, and no address of a person: records are named by their ids.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace muster::staff {

/// Whoever does something.
struct Actor {
    std::string user_id; ///< "" where nobody signed in
    std::string name;    ///< the user's, or what else acted
    std::string origin;  ///< network address, or "command line"
};

/// What concerns the installation as a whole, or a database as such, stands under this number.
inline constexpr std::int64_t kInstallation = 0;

/// What was done. Keys are "subject.verb", the words of the command line with a full stop between.
struct Deed {
    std::string action;                    ///< "rep.set"
    std::string record = {};               ///< "R17"
    std::string details = {};              ///< "role: viewer → operator"
    std::int64_t database = kInstallation; ///< its number means that one for ever
};

struct AuditEntry {
    std::string id; ///< ascending with time
    Instant at{};
    Actor actor; ///< as it was called then
    Deed deed;
};

struct AuditFilter {
    std::optional<std::int64_t> database = {}; ///< kInstallation: only what belongs to none
    std::string user = {};                     ///< name; "": everybody
    std::string action = {};                   ///< "rep.set", or "rep" for all about Reps; "": all
};

inline constexpr std::int64_t kMostAuditRows = 500; // of one page
struct AuditRange {
    std::int64_t offset = 0;
    std::int64_t limit = 50; ///< at most kMostAuditRows
};

struct AuditPage {
    std::int64_t total = 0;          ///< entries that pass the filter
    std::vector<AuditEntry> entries; ///< newest first
};

inline constexpr std::size_t kLongestAuditText = 500; // characters; longer texts are cut
/// An entry as it is kept.
[[nodiscard]] AuditEntry make_entry(std::string id, Instant at, const Actor& actor, Deed deed);

} // namespace muster::staff
