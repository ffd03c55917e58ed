#pragma once

// One table says everything about a call of the API: method, path, who may make it, what it may bring, what it
// does and who answers. Dispatcher, authorization and the tests against api/openapi.yaml are made from it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http.hpp"
#include "web/problem.hpp"

namespace muster::web {

/// Who may make a call. Viewer, Operator and Administrator mean that role in the database of the path; whoever may
/// not even see that database is told that there is none.
enum class Access { Public, SignedIn, Viewer, Operator, Administrator, AdministratorOfAll };
[[nodiscard]] std::string_view to_text(Access access); ///< as x-role in api/openapi.yaml

/// Whether the password must have been given lately.
enum class FreshSignIn { No, Always, Sometimes };          ///< Sometimes: what the call asks for decides
[[nodiscard]] std::string_view to_text(FreshSignIn fresh); ///< as x-fresh-sign-in, "" for No

/// What the body of a call is.
enum class Content { None, Json, Csv };

class Call;
/// What goes back: a response without the headers that every answer carries, or a problem.
using Answer = Checked<net::Response>;
using Handler = Answer (*)(Call&);

struct Route {
    std::string_view method;
    std::string_view path;      ///< under /api: "/databases/{database}/runs/{run_id}"
    std::string_view operation; ///< operationId in api/openapi.yaml
    Access access;
    Handler handler;
    /// What the audit log calls it; "" where nothing changes, or where the use case itself says so there.
    std::string_view deed = "";
    Content content = Content::None;
    FreshSignIn fresh = FreshSignIn::No;
};

inline constexpr std::size_t kLongestJsonBody = 1024 * 1024;
inline constexpr std::size_t kLongestUpload = 64 * 1024 * 1024;
/// The most that the body of such a call may have.
[[nodiscard]] std::size_t body_limit(Content content);

/// All routes; no two answer the same request.
[[nodiscard]] const std::vector<Route>& route_table();

/// The routes of one file each.
[[nodiscard]] std::vector<Route> session_routes();
[[nodiscard]] std::vector<Route> overview_routes();
[[nodiscard]] std::vector<Route> database_routes();
[[nodiscard]] std::vector<Route> member_routes();
[[nodiscard]] std::vector<Route> rep_routes();
[[nodiscard]] std::vector<Route> table_routes();
[[nodiscard]] std::vector<Route> selection_routes();
[[nodiscard]] std::vector<Route> run_routes();
[[nodiscard]] std::vector<Route> connection_routes();
[[nodiscard]] std::vector<Route> transfer_routes();
[[nodiscard]] std::vector<Route> import_routes();
[[nodiscard]] std::vector<Route> staff_routes();

} // namespace muster::web
