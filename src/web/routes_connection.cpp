// The Constant Contact account of a database: looked at, connected, let go.

#include "app/connection.hpp"
#include "app/device_logins.hpp"
#include "base/cancel.hpp"
#include "web/call.hpp"
#include "web/present.hpp"

namespace muster::web {

namespace {

constexpr std::string_view kComesBackTo = "/login/done"; // a page of the front-end

/// Where Constant Contact sends the browser back to: the public address, else the one that the browser uses now.
std::string redirect_uri(const Call& call) {
    const auto& reach = call.reach();
    return (reach.public_url ? reach.public_url->origin() : call.arrival().origin) + std::string(kComesBackTo);
}

Answer get_connection(Call& call) {
    TRY_ASSIGN(const auto state, app::connection_state(call.installation(), call.database()));
    json::Writer writer;
    write(writer, state);
    return json_answer(writer);
}

Answer disconnect(Call& call) {
    app::disconnect(call.installation(), call.database());
    return no_content();
}

Answer test_connection(Call& call) {
    const auto account = app::test_connection(call.installation(), call.database(), CancelToken());
    if (!account) {
        return tl::unexpected(account.error().code == Code::NotAllowed
                                  ? Problem(ProblemKind::NotConnected, account.error().message)
                                  : Problem(account.error()));
    }
    json::Writer writer;
    writer.object().member("account_id", account->account_id).member("account_name", account->account_name).end();
    return json_answer(writer);
}

Answer begin_login(Call& call) {
    TRY_ASSIGN(const auto url,
               app::begin_login(call.installation(), call.database(), call.who().user.name, redirect_uri(call)));
    json::Writer writer;
    writer.object().member("url", url).end();
    return json_answer(writer);
}

Answer login_answer(const app::DeviceLogin& login) {
    json::Writer writer;
    write(writer, login);
    return json_answer(writer);
}

Answer begin_device_login(Call& call) {
    TRY_ASSIGN(const auto login, call.office().logins().begin(call.database(), call.who().actor()));
    return login_answer(login);
}

Answer get_device_login(Call& call) {
    TRY_ASSIGN(const auto login, call.office().logins().find(call.database(), call.value("attempt")));
    return login_answer(login);
}

Answer complete_login(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"state", "code", "error", "error_description"});
    const app::LoginAnswer brought{.state = fields.required_text("state", 200),
                                   .code = fields.text("code", 4096).value_or(""),
                                   .error = fields.text("error", 200).value_or(""),
                                   .error_description = fields.text("error_description", 1000).value_or("")};
    TRY(body.check());
    const auto may_connect = [&](store::DatabaseId database) {
        return staff::may(call.who().user, staff::Role::Administrator, database.number);
    };
    TRY_ASSIGN(const auto login,
               app::complete_login(call.installation(), call.who().user.name, brought, CancelToken(), may_connect));
    call.note_in(login.database, login.connected.account_id);
    json::Writer writer;
    writer.object()
        .member("database", login.database.number)
        .member("account_id", login.connected.account_id)
        .member("account_name", login.connected.account_name)
        .member("renewable", login.connected.is_renewable)
        .end();
    return json_answer(writer);
}

} // namespace

std::vector<Route> connection_routes() {
    using enum Access;
    using enum Content;
    using enum FreshSignIn;
    return {
        {"GET", "/databases/{database}/connection", "getConnection", Viewer, get_connection},
        {"DELETE", "/databases/{database}/connection", "disconnect", Administrator, disconnect, "disconnect", None,
         Always},
        {"POST", "/databases/{database}/connection/test", "testConnection", Administrator, test_connection},
        {"POST", "/databases/{database}/connection/login", "beginLogin", Administrator, begin_login,
         "connect.begin", None, Always},
        {"POST", "/databases/{database}/connection/device", "beginDeviceLogin", Administrator, begin_device_login,
         "connect.begin", None, Always},
        {"GET", "/databases/{database}/connection/device/{attempt}", "getDeviceLogin", Administrator,
         get_device_login},
        {"POST", "/login-answers", "completeLogin", SignedIn, complete_login, "connect", Json},
    };
}

} // namespace muster::web
