#pragma once

// The store of an installation: databases with their records, account views, grants, runs and settings, in one
// SQLite file beside its key or in a PostgreSQL database. Safe from any thread; several processes may have the same
// store open. It knows no rules of a run, it keeps what the layers above decided. Every method that returns no
// Result throws db::StoreLost, and so may those that do, when the store can no longer be read or written.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/cancel.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "constant_contact/quota.hpp"
#include "constant_contact/tokens.hpp"
#include "db/errors.hpp"
#include "roster/record_book.hpp"
#include "roster/records.hpp"
#include "schedule/ledger.hpp"
#include "staff/staff_book.hpp"
#include "store/database_id.hpp"
#include "store/list_view.hpp"
#include "store/process.hpp"
#include "store/run_history.hpp"
#include "store/run_progress.hpp"
#include "sync/account_view.hpp"
#include "sync/journal.hpp"
#include "sync/report.hpp"

namespace muster::store {

/// Whether Reps are read with their passwords opened.
enum class WithPasswords { No, Yes };

/// How long one operation waits for another process's transaction, or for a server, before the store counts as
/// lost.
inline constexpr std::chrono::milliseconds kPatience{60'000};

struct OpenOptions {
    std::string url;           ///< "sqlite:PATH", or "postgresql://…" as libpq takes it
    std::string key_file = {}; ///< "": `muster.key` beside the SQLite file; PostgreSQL needs one
    Clock& clock;              ///< outlives the store, like `random`
    Random& random;            ///< fit for tokens
    ProcessIdentity process = this_process();
    std::chrono::milliseconds patience = kPatience;
    /// Once cancelled, a server that is lost is not waited for any more. One that answers is used as before.
    CancelToken closing = {};
};

struct Database {
    DatabaseId id;
    std::string name;
    Instant created{};
    std::int64_t members = 0;
    std::int64_t reps = 0;
    bool connected = false; ///< a grant is there and not lost (R21)
    std::string account_id; ///< bound account (R22), "" if none
    std::string account_name;
};

struct BoundAccount {
    std::string account_id;
    std::string account_name;
    Instant bound{};
};

/// A grant that was lost and not yet replaced by a new login (R21).
struct LostGrant {
    std::string reason;
    Instant at{};
};

/// The automatic selections of a database (R19), in the JSON of roster::to_json.
struct SavedSelections {
    std::string selections_json;
    bool automatic_on = false; ///< takes part in the schedule
    std::string off_for_run{}; ///< the run whose undo switched it off (R32), "" if a person decided last
    std::optional<Instant> off_for_run_at{};

    bool operator==(const SavedSelections&) const = default;
};

/// The same without the selections.
struct AutomaticState {
    bool automatic_on = false;
    std::string off_for_run{};
    std::optional<Instant> off_for_run_at{};
};

/// The installation's daily schedule (R20).
struct Schedule {
    bool enabled = false;
    std::string time;      ///< "HH:MM"
    std::string time_zone; ///< IANA name
    Instant changed{};     ///< when it was last saved; set by the store

    bool operator==(const Schedule&) const = default;
};

/// The run that has a database's lock just now (R23).
struct RunningRun {
    std::string run_id;
    std::string started_by;
    Instant started_at{};
};

/// Whether a run that goes on keeps a store from being copied: who moves it would cut the run off.
enum class WhileRunning { Refuse, Allow };

/// What `copy_to` copied.
struct CopiedStore {
    std::int64_t tables = 0, rows = 0;
};
/// The table that is being copied, and how many rows are done.
using CopyProgress = std::function<void(std::string_view table, std::int64_t rows)>;

/// What `rotate_key` did.
struct RotatedKey {
    std::int64_t resealed = 0; ///< values
    std::string key_file;
    std::string old_key_file; ///< for backups from before
};

/// What `forget` erased.
struct Forgotten {
    std::int64_t outcomes = 0; ///< entries of the history: outcomes and issues
    std::int64_t contacts = 0; ///< Contacts of the account view
    bool opt_out_kept = false; ///< the fact of an opt-out stays
};

/// A login in the browser that waits for Constant Contact's page to send it back (R21).
struct PendingLogin {
    DatabaseId database;
    std::string verifier; ///< of PKCE; sealed where it rests
    std::string redirect_uri;
    std::string started_by;
    Instant started{};
    Instant expires{};
};

class NoticeQueue; // store/notice_queue.hpp
struct Core;       // connections, key and clock, shared by the parts of the store

class Store {
  public:
    /// Makes folder, file (mode 0600), schema and key on first use. Code::Invalid: not a Muster store, a newer
    /// schema, a wrong or missing key, a URL of another kind. Code::Unavailable: locked, disk full, not writable.
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const OpenOptions& options);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    // --- Databases. Names are unique without regard to case and blanks.
    /// With the shipped statuses (R5). Code::Conflict if the name is taken, Code::Invalid if it is blank or too
    /// long.
    [[nodiscard]] Result<DatabaseId> add_database(std::string_view name);
    [[nodiscard]] std::vector<Database> databases(); ///< by name
    /// Code::NotFound with the names there are.
    [[nodiscard]] Result<DatabaseId> find_database(std::string_view name);
    [[nodiscard]] Result<Database> describe_database(DatabaseId database);
    [[nodiscard]] std::optional<std::string> database_name(DatabaseId database); ///< without counting anything
    [[nodiscard]] Result<void> rename_database(DatabaseId database, std::string_view name);
    /// With everything in it. Code::Busy while a run is going on.
    [[nodiscard]] Result<void> remove_database(DatabaseId database);

    // --- Records.
    /// Calls `body(RecordBook&) -> Result<T>` inside one write transaction and commits only if it gives a value.
    /// Where the store keeps several that write at once apart, it may be called again from the start.
    /// Code::NotFound if the database is gone. No other writing method of the store may be called from `body`.
    template <class Body>
    [[nodiscard]] auto edit(DatabaseId database, WithPasswords passwords, Body&& body)
        -> decltype(body(std::declval<roster::RecordBook&>()));
    /// The same on one consistent state, for reading only; writing through the book throws std::logic_error.
    template <class Body>
    [[nodiscard]] auto read(DatabaseId database, WithPasswords passwords, Body&& body)
        -> decltype(body(std::declval<roster::RecordBook&>()));
    /// Each pass of the reader sees one consistent state. The store outlives the reader, as it does all that
    /// follow.
    [[nodiscard]] std::unique_ptr<roster::RosterReader> make_roster_reader(DatabaseId database,
                                                                           WithPasswords passwords);

    // --- List Views. Code::NotFound: no such database, Rep Group, Rep Attribute, Member Status or Member.
    [[nodiscard]] Result<ListPage<RepListRow>> list(DatabaseId database, const ShownReps& shown, RepOrder order,
                                                    ListWindow window);
    [[nodiscard]] Result<ListPage<MemberListRow>> list(DatabaseId database, const ShownMembers& shown,
                                                       MemberOrder order, ListWindow window);
    /// How many rows stand before the place; nothing if the list does not show it.
    [[nodiscard]] Result<std::optional<std::int64_t>> find_place(DatabaseId database, const ShownReps& shown,
                                                                 RepOrder order, const ListPlace& place);
    [[nodiscard]] Result<std::optional<std::int64_t>> find_place(DatabaseId database, const ShownMembers& shown,
                                                                 MemberOrder order, const ListPlace& place);
    /// Gives a Rep Group or Rep Attribute to Reps or takes it from them, all or none. Code::Conflict if the chosen
    /// are not as many as expected.
    [[nodiscard]] Result<RepChanges> change_names(DatabaseId database, const ChosenReps& chosen, NameKind kind,
                                                  std::string_view name, NameChange change);
    [[nodiscard]] Result<RepChanges> remove_reps(DatabaseId database, const ChosenReps& chosen);
    [[nodiscard]] Result<std::vector<GroupCounts>> count_groups(DatabaseId database);    ///< by name
    [[nodiscard]] Result<std::vector<StatusCounts>> count_statuses(DatabaseId database); ///< by code
    /// The first `limit` in their folded order.
    [[nodiscard]] Result<std::vector<std::string>> member_values(DatabaseId database, MemberValues of,
                                                                 std::int64_t limit);

    // --- Runs.
    /// `run_id`: the run that it is for, which must go on to change anything (R24); "": nobody's.
    [[nodiscard]] std::unique_ptr<sync::AccountStore> account(DatabaseId database, std::string run_id = {});
    [[nodiscard]] std::unique_ptr<sync::Journal> journal(DatabaseId database);
    [[nodiscard]] std::optional<RunningRun> running(DatabaseId database);
    /// A run of any database, previews included.
    [[nodiscard]] std::optional<sync::Report> show_run(std::string_view run_id);
    [[nodiscard]] std::optional<DatabaseId> database_of_run(std::string_view run_id);
    [[nodiscard]] std::vector<sync::Step> steps_of_run(std::string_view run_id);
    /// Whether a call of the run went out that may have changed something in Constant Contact; previews never did.
    [[nodiscard]] bool has_written(DatabaseId database, std::string_view run_id);
    /// The runs of which that is true and that were recorded after this one, newest first.
    [[nodiscard]] std::vector<sync::RunSummary> writers_after(DatabaseId database, std::string_view run_id);
    /// How runs under way stand, in whatever process.
    [[nodiscard]] ProgressBook progress() { return ProgressBook(*core_); }
    /// Drops the details of persons of runs that began more than `days` before `now` (R29); of how many runs.
    std::int64_t prune_history(DatabaseId database, Instant now, std::int64_t days);
    /// Erases a person from history and account view, except the fact of an opt-out (R29).
    Forgotten forget(DatabaseId database, std::string_view address_key);

    /// Copies all that is kept, as it is at one moment, into a store that holds nothing yet, and proves that every
    /// row is there as it was read; all or nothing. The copy has the same key. Others may go on with this store.
    /// Code::Busy as `while_running` says; Code::Invalid: the other store holds something.
    [[nodiscard]] Result<CopiedStore> copy_to(const std::string& url, WhileRunning while_running,
                                              const CopyProgress& progress);
    [[nodiscard]] const std::string& key_file() const;
    /// Makes another key and seals everything with it. Other programs that have the store open can write no more
    /// until they are started again. What is kept in another form than sent is learned anew, logins under way begin
    /// again. Code::Busy while a run goes on.
    [[nodiscard]] Result<RotatedKey> rotate_key();

    // --- Runs, looked at page by page. Only those of the database are found.
    [[nodiscard]] Page<sync::RunSummary> page_runs(DatabaseId database, const RunFilter& filter, Window window);
    /// Of every database that has run: at most two, newest first, no previews.
    [[nodiscard]] std::map<DatabaseId, std::vector<sync::RunSummary>> newest_runs();
    /// The report without people and issues.
    [[nodiscard]] std::optional<sync::Report> run_summary(DatabaseId database, std::string_view run_id);
    /// The newest run (no preview) that was recorded after this one.
    [[nodiscard]] std::optional<sync::RunSummary> newest_run_after(DatabaseId database, std::string_view run_id);
    /// In the order of the run.
    [[nodiscard]] Page<sync::Person> page_people(DatabaseId database, std::string_view run_id,
                                                 const PersonFilter& filter, Window window);
    [[nodiscard]] PeopleTally tally_people(DatabaseId database, std::string_view run_id);
    /// `code` "" for all.
    [[nodiscard]] Page<sync::Issue> page_issues(DatabaseId database, std::string_view run_id, std::string_view code,
                                                Window window);
    /// All of a run, read piece by piece, so that a slow visitor holds up nobody. An error ends the walk.
    [[nodiscard]] Result<void> each_person(DatabaseId database, std::string_view run_id,
                                           const std::function<Result<void>(const sync::Person&)>& visit);
    [[nodiscard]] Result<void> each_issue(DatabaseId database, std::string_view run_id,
                                          const std::function<Result<void>(const sync::Issue&)>& visit);

    // --- Connection with Constant Contact.
    [[nodiscard]] std::unique_ptr<constant_contact::GrantStore> grants(DatabaseId database);
    [[nodiscard]] std::optional<LostGrant> lost_grant(DatabaseId database);
    /// Code::Conflict with the name of the database that has the account already (R22), or if this one is bound to
    /// another account.
    [[nodiscard]] Result<void> bind_account(DatabaseId database, std::string_view account_id,
                                            std::string_view account_name);
    [[nodiscard]] std::optional<BoundAccount> bound_account(DatabaseId database);
    void release_account(DatabaseId database);
    /// Forgets the grant, lost or not, and releases the account.
    void disconnect(DatabaseId database);
    /// With a run of `database`: no slot for it once another has taken its place (R24).
    [[nodiscard]] std::unique_ptr<constant_contact::QuotaBook> quota_book(DatabaseId database = {},
                                                                          std::string run_id = {});
    /// Any process may take it, once. It takes the place of one that the same person left waiting for this
    /// database. `state_digest` is what is kept of the state.
    void put_login(std::string_view state_digest, const PendingLogin& login);
    /// Nothing if it is unknown, taken or too old.
    [[nodiscard]] std::optional<PendingLogin> take_login(std::string_view state_digest, Instant now);

    // --- Notices (R34).
    [[nodiscard]] NoticeQueue notices();

    // --- Choices and settings. What they mean is the caller's to check.
    [[nodiscard]] std::optional<SavedSelections> saved_selections(DatabaseId database);
    /// Of every database that has saved some.
    [[nodiscard]] std::map<DatabaseId, AutomaticState> automatic_states();
    /// A person's doing: nothing is left of an undo that switched it off.
    void save_selections(DatabaseId database, const SavedSelections& selections);
    /// Switches the automatic update off because `run_id` is being undone (R32). One that is off stays as it is.
    void switch_automatic_off(DatabaseId database, std::string_view run_id);
    /// The wizard's last choices (R19), in the JSON of roster::to_json; nothing before the first.
    [[nodiscard]] std::optional<std::string> manual_choices(DatabaseId database);
    void save_manual_choices(DatabaseId database, std::string_view selections_json);
    [[nodiscard]] std::map<std::string, std::string> settings(DatabaseId database);
    [[nodiscard]] std::optional<std::string> setting(DatabaseId database, std::string_view key);
    /// Databases that have the setting with this value.
    [[nodiscard]] std::vector<DatabaseId> databases_with_setting(std::string_view key, std::string_view value);
    void put_setting(DatabaseId database, std::string_view key, std::string_view value);
    void remove_setting(DatabaseId database, std::string_view key);
    [[nodiscard]] std::map<std::string, std::string> installation_settings();
    [[nodiscard]] std::optional<std::string> installation_setting(std::string_view key);
    void put_installation_setting(std::string_view key, std::string_view value);
    void remove_installation_setting(std::string_view key);
    [[nodiscard]] std::optional<Schedule> schedule(); ///< nothing before the first save
    void save_schedule(const Schedule& schedule);
    [[nodiscard]] std::unique_ptr<schedule::Ledger> schedule_ledger();

    // --- Staff.
    /// Calls `body(StaffBook&) -> Result<T>` inside one write transaction and commits only if it gives a value.
    template <class Body>
    [[nodiscard]] auto edit_staff(Body&& body) -> decltype(body(std::declval<staff::StaffBook&>()));
    /// The same for what cannot fail.
    void change_staff(const std::function<void(staff::StaffBook&)>& body);
    /// Calls `body(StaffBook&) -> T` on one consistent state, for reading only.
    template <class Body>
    [[nodiscard]] auto read_staff(Body&& body) -> decltype(body(std::declval<staff::StaffBook&>()));

  private:
    explicit Store(std::unique_ptr<Core> core);
    using Visit = std::function<bool(roster::RecordBook&)>; ///< true: keep what was written
    [[nodiscard]] Result<void> edit_book(DatabaseId database, WithPasswords passwords, const Visit& visit);
    [[nodiscard]] Result<void> read_book(DatabaseId database, WithPasswords passwords, const Visit& visit);
    using VisitStaff = std::function<bool(staff::StaffBook&)>;
    void edit_staff_book(const VisitStaff& visit);
    void read_staff_book(const VisitStaff& visit);

    std::unique_ptr<Core> core_;
};

template <class Body>
auto Store::edit(DatabaseId database, WithPasswords passwords, Body&& body)
    -> decltype(body(std::declval<roster::RecordBook&>())) {
    std::optional<decltype(body(std::declval<roster::RecordBook&>()))> result;
    TRY(edit_book(database, passwords, [&](roster::RecordBook& book) {
        result.emplace(body(book));
        return result->has_value();
    }));
    return std::move(*result);
}

template <class Body>
auto Store::read(DatabaseId database, WithPasswords passwords, Body&& body)
    -> decltype(body(std::declval<roster::RecordBook&>())) {
    std::optional<decltype(body(std::declval<roster::RecordBook&>()))> result;
    TRY(read_book(database, passwords, [&](roster::RecordBook& book) {
        result.emplace(body(book));
        return result->has_value();
    }));
    return std::move(*result);
}

template <class Body>
auto Store::edit_staff(Body&& body) -> decltype(body(std::declval<staff::StaffBook&>())) {
    std::optional<decltype(body(std::declval<staff::StaffBook&>()))> result;
    edit_staff_book([&](staff::StaffBook& book) {
        result.emplace(body(book));
        return result->has_value();
    });
    return std::move(*result);
}

template <class Body>
auto Store::read_staff(Body&& body) -> decltype(body(std::declval<staff::StaffBook&>())) {
    std::optional<decltype(body(std::declval<staff::StaffBook&>()))> result;
    read_staff_book([&](staff::StaffBook& book) {
        result.emplace(body(book));
        return true;
    });
    return std::move(*result);
}

} // namespace muster::store
