#pragma once

// Records of a database, looked at and edited one by one (cli.md, Commands). Fields are the CSV columns; the rules
// that a person meets are here, so that every shell refuses the same things in the same words.

#include <string>
#include <vector>

#include "app/installation.hpp"
#include "app/options.hpp"
#include "base/result.hpp"
#include "roster/fields.hpp" // shells name the columns in their help
#include "roster/filter.hpp"
#include "roster/record_book.hpp"
#include "roster/records.hpp"
#include "store/store.hpp"

namespace muster::app {

/// Filters as typed; each expression is one criterion.
struct FilterTexts {
    std::vector<std::string> member;
    std::vector<std::string> rep;
};

struct ListedMember {
    roster::Member member;
    std::string status_description;
    bool is_active = false;
    std::int64_t reps = 0;
};

/// By what the Member is filed under. The Rep filter keeps Members with at least one Rep that passes it.
[[nodiscard]] Result<std::vector<ListedMember>> list_members(Installation& installation, store::DatabaseId database,
                                                             const FilterTexts& filters);
/// In the order of R4, without passwords.
[[nodiscard]] Result<std::vector<roster::RosterRow>>
list_reps(Installation& installation, store::DatabaseId database, const FilterTexts& filters);

enum class EditMode { Add, Set };

/// Code::Invalid for an unknown field or value, an unknown status, Member, group or attribute; Code::Conflict if
/// the id to add exists, or the record to set has another version than `version` (app/record_details.hpp; "" takes
/// any); Code::NotFound if the id to set does not exist. Nothing is changed unless everything can be.
[[nodiscard]] Result<roster::Rep> edit_rep(Installation& installation, store::DatabaseId database, EditMode mode,
                                           const std::string& rep_id, const std::vector<Assignment>& fields,
                                           const std::string& version = "");
[[nodiscard]] Result<roster::Member> edit_member(Installation& installation, store::DatabaseId database,
                                                 EditMode mode, const std::string& member_id,
                                                 const std::vector<Assignment>& fields,
                                                 const std::string& version = "");
/// Makes a new code where there is none.
[[nodiscard]] Result<roster::MemberStatus> edit_status(Installation& installation, store::DatabaseId database,
                                                       const std::string& code,
                                                       const std::vector<Assignment>& fields);

/// Code::Invalid while Members have it.
[[nodiscard]] Result<void> remove_status(Installation& installation, store::DatabaseId database,
                                         const std::string& code);

[[nodiscard]] Result<void> remove_rep(Installation& installation, store::DatabaseId database,
                                      const std::string& rep_id);

enum class TheirReps { Refuse, RemoveToo };
/// How many Reps went with the Member. Code::Invalid if it has Reps and they are not to go.
[[nodiscard]] Result<std::size_t> remove_member(Installation& installation, store::DatabaseId database,
                                                const std::string& member_id, TheirReps reps);

[[nodiscard]] Result<std::vector<roster::MemberStatus>> list_statuses(Installation& installation,
                                                                      store::DatabaseId database);
/// Statuses with how many Members have each, by code.
[[nodiscard]] Result<std::vector<store::StatusCounts>> count_statuses(Installation& installation,
                                                                      store::DatabaseId database);
[[nodiscard]] Result<std::vector<roster::RecordBook::Named>> list_groups(Installation& installation,
                                                                         store::DatabaseId database);
[[nodiscard]] Result<std::vector<roster::RecordBook::Named>> list_attributes(Installation& installation,
                                                                             store::DatabaseId database);
[[nodiscard]] Result<void> add_group(Installation& installation, store::DatabaseId database,
                                     const std::string& name);
[[nodiscard]] Result<void> rename_group(Installation& installation, store::DatabaseId database,
                                        const std::string& from, const std::string& to);
[[nodiscard]] Result<void> remove_group(Installation& installation, store::DatabaseId database,
                                        const std::string& name);

/// The one that runs keep (R16) can be neither renamed nor removed: Code::Invalid.
[[nodiscard]] Result<void> add_attribute(Installation& installation, store::DatabaseId database,
                                         const std::string& name);
[[nodiscard]] Result<void> rename_attribute(Installation& installation, store::DatabaseId database,
                                            const std::string& from, const std::string& to);
[[nodiscard]] Result<void> remove_attribute(Installation& installation, store::DatabaseId database,
                                            const std::string& name);
/// True for "Unsubscribed from CC" in any case.
[[nodiscard]] bool is_reserved_attribute(std::string_view name);

} // namespace muster::app
