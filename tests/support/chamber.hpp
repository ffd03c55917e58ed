#pragma once

// A chamber with its Constant Contact account, in memory: records, sandbox, store fakes and a clock that is
// cranked. Every request and answer of every run is judged by the vendor's description where that is present.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/crypto.hpp"
#include "contract/openapi.hpp"
#include "sandbox/sandbox.hpp"
#include "support/fake_clock.hpp"
#include "support/memory_account.hpp"
#include "support/memory_grants.hpp"
#include "support/memory_quota.hpp"
#include "support/memory_record_book.hpp"
#include "support/sandbox_transport.hpp"
#include "sync/run.hpp"

namespace muster::test {

/// What a test says about a run; the rest is as a run by hand.
struct Ask {
    std::vector<std::string> groups;
    std::vector<std::string> fields;
    std::vector<std::string> member_filters;
    std::vector<std::string> rep_filters;
    bool preview = false;
    sync::Depth depth = sync::Depth::Full;
    std::optional<std::int64_t> confirmed;
    bool all_people = false;
    sync::Limits limits{};
    std::string run_id{};
    std::optional<sync::UndoOrder> undo{}; ///< instead of an update
    std::function<Result<void>()> before_first_write{};
};

class Chamber {
  public:
    explicit Chamber(sandbox::Options options = {});
    ~Chamber(); ///< fails the test if a request or an answer was none that the vendor's description declares

    /// Columns of members and reps by their CSV names.
    using Fields = std::initializer_list<std::pair<const char*, const char*>>;
    void member(const std::string& member_id, const std::string& status = "ACT", Fields fields = {});
    void rep(const std::string& rep_id, const std::string& member_id, const std::string& email, Fields fields = {});
    void set_rep(const std::string& rep_id, Fields fields);
    void set_member(const std::string& member_id, Fields fields);

    /// A run as a process of its own would make it.
    sync::Report run(const Ask& ask = {});
    sync::Report preview(Ask ask = {});
    /// Takes back a run (R32). `settled`: address keys that an earlier undo of it has dealt with.
    sync::Report undo(const sync::Report& run, bool preview = false, std::unordered_set<std::string> settled = {});
    /// As above, cancelled when the observer says so.
    std::function<void(const sync::Progress&, const CancelToken&)> on_progress;

    [[nodiscard]] std::vector<std::string> members_of(const std::string& list) {
        return service.members(account, list);
    }
    [[nodiscard]] sandbox::Contact contact(const std::string& address);
    [[nodiscard]] bool has_attribute(const std::string& rep_id);
    [[nodiscard]] std::string work_phone(const std::string& address);

    /// Called before each request leaves (false) and after it was answered (true); what it throws ends the run as a
    /// killed process would: nothing is tidied up.
    std::function<void(const net::Request&, bool is_answered)> on_request;
    /// The process of the last run is dead: its lock is free to take (the store finds this out by itself).
    void bury_dead_run() { journal.holder.clear(); }
    /// What people can see of the account and the attribute: addresses, properties, lists.
    [[nodiscard]] std::string end_state();

    FakeClock clock;
    SeededRandom random{20261123};
    sandbox::Sandbox service;
    sandbox::AccountId account;
    MemoryRecordBook book;
    MemoryAccount stored{book};
    MemoryJournal journal;
    MemoryQuota quota;
    MemoryGrants grants;
    Sealer sealer;
    constant_contact::QuotaLimits quota_limits;
    bool is_judged = true;     ///< off for large accounts: judging each Contact again takes longer than the run
    bool service_lies = false; ///< a fault makes answers that no description declares: they are not judged

  private:
    std::shared_ptr<const contract::OpenApi> description_;
    contract::ContractWatch watch_;
};

/// The person of a Rep or an address in a report; fails the test if there is none.
[[nodiscard]] sync::Person person(const sync::Report& report, const std::string& rep_id_or_address);
[[nodiscard]] std::vector<std::string> issue_codes(const sync::Report& report);
[[nodiscard]] sync::ListReport list_of(const sync::Report& report, const std::string& name);
/// R27: totals add up, and nobody opted out was made mailable.
void expect_sound(const sync::Report& report);

} // namespace muster::test
