#pragma once

// One request on its way through the sandbox, and the answers it can get. Internal to this folder.

#include <initializer_list>

#include "base/json.hpp"
#include "sandbox/world.hpp"

namespace muster::sandbox {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Call {
    World& world;
    const net::Request& request;
    std::string method;
    std::string path; ///< below the base
    std::string query_text;
    Pairs query;
    Instant now{};
    Account* account = nullptr; ///< whose token it is
    std::string client_id;
    std::string scope;
    std::vector<std::string> parts; ///< what the route's "*" stand for
    const Fault* fault = nullptr;   ///< what is to happen to it
    LoggedRequest* record = nullptr;

    [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
};

/// One row of the table of API operations.
struct Route {
    std::string_view method;
    std::string_view pattern; ///< "/contacts/*": one "*" is one part of the path
    std::string_view scope;   ///< needed in the token; "" for none
    net::Response (*handler)(Call&);
};
using Routes = std::vector<Route>;

[[nodiscard]] Routes contact_routes();
[[nodiscard]] Routes contact_write_routes();
[[nodiscard]] Routes sign_up_routes();
[[nodiscard]] Routes list_routes();
[[nodiscard]] Routes field_routes();
[[nodiscard]] Routes tag_routes();
[[nodiscard]] Routes activity_routes();
[[nodiscard]] Routes account_routes();

/// The ways a request can go (gateway.cpp, oauth.cpp, pages.cpp, control.cpp).
/// The front door: API, authorisation server or pages.
[[nodiscard]] net::Response dispatch(World& world, const net::Request& request);
[[nodiscard]] net::Response answer_api(Call& call);
[[nodiscard]] net::Response answer_oauth(Call& call);
[[nodiscard]] net::Response answer_pages(Call& call);
[[nodiscard]] net::Response answer_control(Call& call);
[[nodiscard]] net::Response log_answer(Call& call);
[[nodiscard]] net::Response contacts_answer(Call& call);

/// The fault that hits this call, if one does; counts the call in every fault that matches (fault_answers.cpp).
[[nodiscard]] std::optional<Fault> fault_for(World& world, const Call& call);
/// Runs `handler` under `fault`.
[[nodiscard]] net::Response under_fault(Call& call, const Fault& fault, net::Response (*handler)(Call&));
/// Hands a fault of an activity to the activity just made.
void bend(Activity& activity, const Fault& fault);

// --- answers (answers.cpp)
[[nodiscard]] net::Response json_answer(int status, std::string body);
[[nodiscard]] net::Response empty_answer(int status);
[[nodiscard]] net::Response html_answer(int status, std::string body);
[[nodiscard]] net::Response redirect(std::string location);
/// The array that contacts, lists, fields and activities answer with.
[[nodiscard]] net::Response error_array(int status, std::string_view key, const std::vector<std::string>& messages);
/// The bare object of the gateway.
[[nodiscard]] net::Response error_object(int status, std::string_view key, std::string_view message);
[[nodiscard]] net::Response throttled(const World& world);
[[nodiscard]] net::Response quota_exceeded(const World& world);
[[nodiscard]] net::Response queue_full(const World& world);
[[nodiscard]] net::Response unauthorized();
/// "contacts.api.validation.error" and the like: `area` is "contacts", "lists", "custom_fields", "activities",
/// "tags".
[[nodiscard]] net::Response invalid(std::string_view area, const std::vector<std::string>& messages);
[[nodiscard]] net::Response not_found(std::string_view area, std::string_view what);

/// The parameter `limit` within its bounds; nothing if it is out of them or no number.
[[nodiscard]] std::optional<std::size_t> limit_of(const Call& call, std::size_t most);
/// Writes `_links` of a page: `next` or, on the last one, what the switch says.
void write_links(json::Writer& writer, const Call& call, std::optional<std::size_t> next_place);
/// The query that a cursor carries, and the place it goes on at. A call without a cursor starts at 0 with its own
/// query; nothing for a cursor that is none.
struct Page {
    Pairs query;
    std::size_t place = 0;
};
[[nodiscard]] std::optional<Page> page_of(const Call& call);

} // namespace muster::sandbox
