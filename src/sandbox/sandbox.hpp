#pragma once

// A local Constant Contact V3: OAuth, contacts, lists, custom fields, tags and bulk activities as the contract
// documents them, a switch for everything it leaves open, faults on demand, and pages for people. Nothing here ever
// sleeps or knows the client's code; all time is the clock's.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "net/http.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/state.hpp"
#include "sandbox/switches.hpp"

namespace muster::sandbox {

struct Options {
    Switches switches;
    std::string api_base = "/v3";
    std::string auth_base = "/oauth2/default/v1";
    std::string public_url =
        "http://127.0.0.1:8900";             ///< where people reach it: verification addresses of the device flow
    std::int64_t calls_per_second = 4;       ///< per client id; 0: off
    std::int64_t calls_per_day = 10'000;     ///< per client id; 0: off
    std::int64_t token_calls_per_second = 1; ///< 0: off
    std::chrono::milliseconds activity_delay{0};
    bool rotating_tokens = true; ///< false: long-lived refresh tokens
    std::chrono::seconds access_token_life{86'400};
    std::size_t max_lists = 1'000;
    std::size_t max_fields = 100;
    std::size_t max_queued_activities = 1'000;
    std::string state_file; ///< "": nothing is kept
    /// Loaded at the start if the file exists; otherwise one account of this name is made ("": none).
    std::string first_account;
};

/// The encoded_account_id.
using AccountId = std::string;

struct AccountSummary {
    AccountId id;
    std::string name;
    std::size_t contacts = 0;
    std::size_t lists = 0;
    std::size_t fields = 0;
};

struct Tokens {
    std::string access_token;
    std::string refresh_token;
    std::chrono::seconds expires_in{86'400};
};

struct LoggedRequest {
    std::int64_t number = 0; ///< from 1
    std::string method;
    std::string path; ///< below /v3 or the authorisation base, without the query
    std::string query;
    std::string body;
    AccountId account; ///< "" if the token is nobody's
    std::string client_id;
    Instant at{};
    int status = 0;    ///< 0: the connection was cut
    std::string fault; ///< name of the fault that hit it, or ""
};

/// Who ended a subscription.
enum class Source { Contact, Account };

/// A contact as a person at the keyboard of Constant Contact could enter it.
struct NewContact {
    std::string address; ///< "": none, then `sms_number` or a name is there
    std::string first_name;
    std::string last_name;
    std::string job_title;
    std::string company_name;
    Permission permission = Permission::Explicit;
    std::vector<std::string> lists; ///< ids or names; unknown names are made
    std::string sms_number;
    std::string phone;                                              ///< kind work
    std::vector<std::pair<std::string, std::string>> custom_fields; ///< field id, label or name; value
};

/// Changes to a contact by hand; what is not set stays.
struct ContactEdit {
    std::optional<std::string> address;
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
    std::optional<std::string> job_title;
    std::optional<std::string> company_name;
    std::optional<std::string> phone; ///< kind work; "" takes it off
    std::optional<Permission> permission;
    std::vector<std::pair<std::string, std::string>> custom_fields;
};

/// A response may carry this header: how many milliseconds the server in front should wait before it answers
/// (switch `answer_ms`, FaultKind::Slow). Take it off before sending.
inline constexpr std::string_view kAnswerDelay = "X-Sandbox-Delay-Ms";
/// Takes the header off; 0 if there is none.
std::chrono::milliseconds take_answer_delay(net::Response& response);

class World;

/// Thread-safe throughout. Lists, fields and accounts are named by id or by name.
class Sandbox {
  public:
    /// `clock` and `random` outlive it. Throws std::runtime_error if the state file is there but unreadable.
    Sandbox(Options options, Clock& clock, Random& random);
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    /// Answers one request, server style: the target is path and query. Never sleeps, never throws for a bad
    /// request.
    [[nodiscard]] net::Response handle(const net::Request& request);

    // --- settings while it runs
    void change_options(const std::function<void(Options&)>& change);
    [[nodiscard]] Result<void> set_switch(std::string_view name, std::string_view value);
    [[nodiscard]] Options options() const;

    // --- accounts and grants
    AccountId add_account(std::string_view name);
    [[nodiscard]] std::vector<AccountSummary> accounts() const;
    /// A grant without the OAuth dance.
    Tokens issue_token(const AccountId& account, std::string_view client_id = "sandbox-client",
                       std::string_view scope = "contact_data account_read offline_access");
    /// Access tokens of the account die now; refresh tokens stay.
    void expire_access_tokens(const AccountId& account);
    /// The owner withdraws every grant: access and refresh tokens die.
    void revoke_grants(const AccountId& account);
    /// A person types the code of the device flow and allows (or denies) it.
    [[nodiscard]] Result<void> answer_device(std::string_view user_code, const AccountId& account,
                                             bool allow = true);

    // --- looking; everything due by the clock has happened before
    [[nodiscard]] std::vector<Contact> contacts(const AccountId& account);
    [[nodiscard]] std::optional<Contact> contact(const AccountId& account, std::string_view address);
    [[nodiscard]] std::vector<List> lists(const AccountId& account); ///< deleted ones left out
    [[nodiscard]] std::optional<List> list(const AccountId& account, std::string_view list);
    /// Addresses of the members that are not deleted, sorted.
    [[nodiscard]] std::vector<std::string> members(const AccountId& account, std::string_view list);
    [[nodiscard]] std::vector<Field> fields(const AccountId& account);
    [[nodiscard]] std::vector<Activity> activities(const AccountId& account);
    /// The contact's value of a field; "" if it has none.
    [[nodiscard]] std::string value(const AccountId& account, std::string_view address, std::string_view field);

    // --- acting as people do; Code::NotFound names what is missing
    [[nodiscard]] Result<void> opt_out(const AccountId& account, std::string_view address,
                                       Source source = Source::Contact, std::string_view reason = "");
    /// The person asked for it: explicit, source Contact.
    [[nodiscard]] Result<void> resubscribe(const AccountId& account, std::string_view address);
    [[nodiscard]] Result<void> leave_list(const AccountId& account, std::string_view address,
                                          std::string_view list);
    [[nodiscard]] Result<void> join_list(const AccountId& account, std::string_view address, std::string_view list);
    [[nodiscard]] Result<void> delete_contact(const AccountId& account, std::string_view address);
    [[nodiscard]] Result<void> edit_contact(const AccountId& account, std::string_view address,
                                            const ContactEdit& edit);
    /// Gives the contact's id. Code::Conflict if the address exists.
    Result<std::string> add_contact(const AccountId& account, const NewContact& contact);
    Result<std::string> add_list(const AccountId& account, std::string_view name);
    [[nodiscard]] Result<void> rename_list(const AccountId& account, std::string_view list, std::string_view name);
    [[nodiscard]] Result<void> delete_list(const AccountId& account, std::string_view list);
    Result<std::string> add_field(const AccountId& account, std::string_view label,
                                  std::string_view type = "string");
    [[nodiscard]] Result<void> delete_field(const AccountId& account, std::string_view field);
    Result<std::string> add_tag(const AccountId& account, std::string_view name);
    [[nodiscard]] Result<void> tag_contact(const AccountId& account, std::string_view address,
                                           std::string_view tag);

    // --- trouble
    void inject(Fault fault);
    void clear_faults();
    /// Faults that have not (wholly) happened yet.
    [[nodiscard]] std::size_t faults_waiting() const;

    // --- the record of calls
    [[nodiscard]] std::vector<LoggedRequest> log() const;
    /// How many logged requests match; `path` as in Fault. Those to the API and to the authorisation server.
    [[nodiscard]] std::size_t count(std::string_view method, std::string_view path) const;
    void clear_log();
    /// The most API calls of one client id in any second so far, refused ones included.
    [[nodiscard]] std::int64_t most_calls_in_a_second() const;
    /// API calls that count against today's quota.
    [[nodiscard]] std::int64_t calls_today(std::string_view client_id = "sandbox-client") const;
    void set_calls_today(std::string_view client_id, std::int64_t calls);

    /// Writes the state file now, if there is one and something changed.
    void flush();

  private:
    std::unique_ptr<World> world_;
};

} // namespace muster::sandbox
