#pragma once

// One request on its way through the handler of its route: who asks, for which database, with what. The dispatcher
// has judged all of it by the table before the handler sees it.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/installation.hpp"
#include "app/office.hpp"
#include "app/selection_counts.hpp"
#include "app/sign_in.hpp"
#include "base/json.hpp"
#include "net/http.hpp"
#include "web/arrival.hpp"
#include "web/cookie.hpp"
#include "web/input.hpp"
#include "web/problem.hpp"
#include "web/route.hpp"
#include "web/router.hpp"

namespace muster::web {

class RunEvents;

/// What all calls share. None is owned.
struct House {
    app::Office& office;
    app::NewestWins& counts; ///< of selections, while somebody types
    RunEvents& events;
    const Reach& reach;
};

class Call {
  public:
    Call(House house, const net::Request& request, Arrival arrival, Found found)
        : house_(house), request_(request), arrival_(std::move(arrival)), found_(std::move(found)) {}

    [[nodiscard]] app::Office& office() { return house_.office; }
    [[nodiscard]] app::Installation& installation() { return house_.office.installation(); }
    [[nodiscard]] app::NewestWins& counts() { return house_.counts; }
    [[nodiscard]] RunEvents& events() { return house_.events; }
    [[nodiscard]] const net::Request& request() const { return request_; }
    [[nodiscard]] const Arrival& arrival() const { return arrival_; }
    [[nodiscard]] const Reach& reach() const { return house_.reach; }
    [[nodiscard]] const Route& route() const { return *found_.route; }
    [[nodiscard]] Way way() const { return arrival_.is_secure ? Way::Secure : Way::Plain; }
    [[nodiscard]] app::Visitor visitor() const;

    /// Who is signed in; throws std::logic_error in a public route without anybody.
    [[nodiscard]] const app::SignedIn& who() const;
    [[nodiscard]] const std::optional<app::SignedIn>& signed_in() const { return signed_in_; }
    [[nodiscard]] const std::string& token() const { return token_; } ///< of the session, "" without one
    /// The database of the path; throws std::logic_error where it has none.
    [[nodiscard]] store::DatabaseId database() const;
    /// The role counts in the database of the path.
    [[nodiscard]] bool may(staff::Role role) const;
    [[nodiscard]] bool is_fresh();
    /// FreshSignIn unless the password was given lately.
    [[nodiscard]] Checked<void> require_fresh();

    /// A piece of the path, by its name in the table.
    [[nodiscard]] const std::string& value(std::string_view name) const;
    [[nodiscard]] Query query(std::initializer_list<std::string_view> known) const;
    [[nodiscard]] Checked<Body> body() const { return Body::parse(request_.body); }

    /// What the audit log says besides the route's deed; the last piece of the path is the record unless told.
    void note(std::string record, std::string details = {});
    [[nodiscard]] const std::optional<std::string>& noted_record() const { return record_; }
    [[nodiscard]] const std::string& noted_details() const { return details_; }
    /// The same where only the handler knows the database.
    void note_in(store::DatabaseId database, std::string record);
    /// Nothing came to pass after all, or it is in the audit log already.
    void note_nothing() { is_noted_ = false; }
    [[nodiscard]] bool is_noted() const { return is_noted_; }

    /// Puts the session's cookie on the answer; an empty token takes it off.
    void set_cookie(std::string_view token);
    [[nodiscard]] const std::optional<std::string>& cookie() const { return cookie_; }
    [[nodiscard]] const std::string& given_token() const { return given_token_; } ///< in that cookie

  private:
    friend class Dispatcher;
    House house_;
    const net::Request& request_;
    Arrival arrival_;
    Found found_;
    std::string token_;
    std::optional<app::SignedIn> signed_in_;
    std::optional<store::DatabaseId> database_;
    std::optional<std::string> record_;
    std::string details_;
    bool is_noted_ = true;
    std::optional<std::string> cookie_;
    std::string given_token_;
};

/// A JSON document as the answer.
[[nodiscard]] net::Response json_answer(json::Writer& writer, int status = 200);
[[nodiscard]] net::Response no_content(int status = 204);
/// A file to be saved under that name.
[[nodiscard]] net::Response csv_answer(std::string csv, std::string_view file_name);
/// Path and query of a request's target.
[[nodiscard]] std::pair<std::string_view, std::string_view> split_target(std::string_view target);

} // namespace muster::web
