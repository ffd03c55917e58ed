#include <string>

#include "web/call.hpp"
#include "web/present.hpp"

namespace muster::web {

namespace {

/// The login at Constant Contact can come back where the browser is now, or to the public address.
bool can_come_back(const Call& call) {
    const auto here = net::parse_url(call.arrival().origin);
    return call.reach().public_url.has_value() || (here && net::is_loopback(here->host));
}

} // namespace

void write_session(json::Writer& writer, Call& call, const app::SignedIn& who) {
    auto& installation = call.installation();
    writer.object()
        .member("user", who.user.name)
        .member("role", staff::to_text(who.user.role))
        .member("all_databases", who.user.scope.all_databases)
        .member("second_factor", who.user.has_second_factor);
    write_moment(writer, "fresh_until",
                 app::is_fresh(installation, who) ? std::optional(staff::fresh_until(who.session)) : std::nullopt);
    writer.key("databases").array();
    for (const auto& database : installation.store().databases()) {
        if (staff::may(who.user, staff::Role::Viewer, database.id.number)) {
            write(writer, database);
        }
    }
    writer.end()
        .member("can_connect", !installation.settings().ctct_client_id.empty())
        .member("redirect_login", can_come_back(call))
        .member("version", MUSTER_VERSION)
        .end();
}

void write(json::Writer& writer, const staff::User& user) {
    writer.object().member("name", user.name).member("role", staff::to_text(user.role)).key("databases");
    if (user.scope.all_databases) {
        writer.null();
    } else {
        writer.array();
        for (const auto id : user.scope.databases) {
            writer.value(id);
        }
        writer.end();
    }
    writer.member("second_factor", user.has_second_factor).member("created_at", format_instant(user.created));
    write_moment(writer, "last_seen_at", user.last_seen);
    writer.end();
}

} // namespace muster::web
