#pragma once

// The V3 API as blocking calls. Speaks Constant Contact's words only; knows nothing of Reps. Every call waits for
// the quota keeper, carries a valid token, and is counted. Reads and harmless writes are retried within bounds; a
// write whose fate is unknown comes back as FateUnknown and is never repeated blindly (R31).

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/random.hpp"
#include "constant_contact/errors.hpp"
#include "constant_contact/quota.hpp"
#include "constant_contact/resources.hpp"
#include "constant_contact/tokens.hpp"

namespace muster::constant_contact {

template <class T>
struct Page;

/// Calls by endpoint: "GET /contacts", "PUT /contacts/{contact_id}".
struct CallCounts {
    std::map<std::string, std::int64_t> by_endpoint;
    std::int64_t total = 0;
    std::int64_t writes = 0; ///< POST, PUT and DELETE save requests for an export
};

/// Sees every request to the API host directly before it leaves, retries included, with the bytes of its body. The
/// consent gate of a run is one. What it refuses is not sent.
class Gate {
  public:
    virtual ~Gate() = default;
    /// `endpoint` as in CallCounts. A sentence if the request must not leave.
    [[nodiscard]] virtual std::optional<std::string> before(const std::string& endpoint,
                                                            const net::Request& request) = 0;
};

struct ClientOptions {
    std::string api_url = "https://api.cc.email/v3";
    int attempts = 5; ///< for one call, transient failures only
    std::chrono::milliseconds first_backoff{500};
    std::chrono::milliseconds longest_backoff{16'000};
};

class Client {
  public:
    Client(net::Transport& transport, TokenSource& tokens, QuotaKeeper& keeper, Clock& clock, Random& random,
           ClientOptions options, CancelToken cancel);

    void set_gate(Gate* gate) { gate_ = gate; } ///< not owned; null: none
    [[nodiscard]] const CallCounts& counts() const { return counts_; }
    [[nodiscard]] TokenSource& tokens() { return tokens_; }
    [[nodiscard]] QuotaKeeper& quota() { return keeper_; }

    /// After a renewal the account is looked at before the next call (R22). Whoever only wants to see whether there
    /// is anything new may put that off for calls that read, and asks check_account before keeping any of it.
    void put_off_check(bool is_put_off) { is_check_put_off_ = is_put_off; }
    /// Looks at the account if that is still to be done; nothing is put off any more.
    [[nodiscard]] Answer<void> check_account();

    [[nodiscard]] Answer<Account> account();
    /// All pages. Contacts come once each even if a page repeats them (deduplicated by id). A link to another host
    /// or resource, or to the page just read, is Malformed.
    [[nodiscard]] Answer<void> each_contact(const ContactQuery& query, const std::function<void(Contact&&)>& visit);
    [[nodiscard]] Answer<std::vector<ContactList>> lists();
    [[nodiscard]] Answer<ContactList> create_list(const std::string& name);
    [[nodiscard]] Answer<std::vector<CustomField>> custom_fields();
    [[nodiscard]] Answer<CustomField> create_custom_field(const std::string& label);

    [[nodiscard]] Answer<Contact> create_contact(const NewContact& contact);
    [[nodiscard]] Answer<Contact> update_contact(const std::string& contact_id, const ContactUpdate& update);

    /// `rows` by encode_json_row; the caller keeps to kImportRows and kImportBytes, more is Refused unsent, since
    /// the service would drop it in silence (contract, 10.2). The body has json_import_overhead, the rows, and a
    /// comma after each row but the last.
    [[nodiscard]] Answer<Activity> import_json(const std::vector<std::string>& rows,
                                               const std::vector<std::string>& list_ids);
    [[nodiscard]] static std::size_t json_import_overhead(std::size_t lists);
    /// `csv` with its heading, by encode_csv_line; limits as above, and the heading counts as a row. The body has
    /// csv_import_overhead and `csv`.
    [[nodiscard]] Answer<Activity> import_csv(const std::string& csv, const std::vector<std::string>& list_ids);
    [[nodiscard]] static std::size_t csv_import_overhead(std::size_t lists);
    [[nodiscard]] Answer<Activity> remove_from_lists(const std::vector<std::string>& contact_ids,
                                                     const std::vector<std::string>& list_ids);
    [[nodiscard]] Answer<Activity> activity(const std::string& activity_id);
    /// The newest 500 activities in one call, in any state.
    [[nodiscard]] Answer<std::vector<Activity>> activities();

  private:
    struct Call;
    struct Attempt;
    /// The answer's JSON, after as many attempts as this call may have.
    [[nodiscard]] Answer<json::Document> perform(const Call& call);
    [[nodiscard]] Answer<std::string> checked_token(const Call& call);
    [[nodiscard]] Answer<Attempt> attempt(const Call& call, const std::string& token);
    [[nodiscard]] bool wait_before(int next_attempt, std::chrono::seconds asked_for);
    void count(const Call& call);
    /// Reads a written resource; an answer that cannot be read leaves the write's fate unknown.
    template <class T>
    [[nodiscard]] Answer<T> perform_and_read(const Call& call, Result<T> (*read)(const json::Document&));
    /// All pages of a collection, in order.
    template <class T>
    [[nodiscard]] Answer<void> each_page(Call call, Result<Page<T>> (*read)(const json::Document&),
                                         const std::function<void(std::vector<T>&&)>& visit);
    net::Transport& transport_;
    TokenSource& tokens_;
    QuotaKeeper& keeper_;
    Clock& clock_;
    Random& random_;
    ClientOptions options_;
    CancelToken cancel_;
    Gate* gate_ = nullptr;
    bool is_check_put_off_ = false;
    CallCounts counts_;
};

} // namespace muster::constant_contact
