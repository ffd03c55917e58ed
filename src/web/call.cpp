#include "web/call.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace muster::web {

namespace {

const std::string kNothing;

} // namespace

app::Visitor Call::visitor() const {
    return {.address = arrival_.address, .agent = std::string(request_.headers.get("User-Agent").value_or(""))};
}

const app::SignedIn& Call::who() const {
    if (!signed_in_) {
        throw std::logic_error("web::Call: nobody is signed in");
    }
    return *signed_in_;
}

store::DatabaseId Call::database() const {
    if (!database_) {
        throw std::logic_error("web::Call: the path has no database");
    }
    return *database_;
}

bool Call::may(staff::Role role) const { return staff::may(who().user, role, database().number); }

bool Call::is_fresh() { return app::is_fresh(installation(), who()); }

Checked<void> Call::require_fresh() {
    if (is_fresh()) {
        return {};
    }
    return refuse(ProblemKind::FreshSignIn, "This needs your password once more. Nothing has been done yet.");
}

const std::string& Call::value(std::string_view name) const {
    const auto found = std::ranges::find(found_.values, name, &std::pair<std::string_view, std::string>::first);
    return found == found_.values.end() ? kNothing : found->second;
}

Query Call::query(std::initializer_list<std::string_view> known) const {
    return {split_target(request_.target).second, known};
}

void Call::note(std::string record, std::string details) {
    record_ = std::move(record);
    details_ = std::move(details);
}

void Call::note_in(store::DatabaseId database, std::string record) {
    database_ = database;
    note(std::move(record));
}

void Call::set_cookie(std::string_view token) {
    cookie_ = set_session_cookie(token, way());
    given_token_ = token;
}

net::Response json_answer(json::Writer& writer, int status) {
    net::Response response{.status = status, .headers = {}, .body = writer.take()};
    response.headers.add("Content-Type", "application/json");
    return response;
}

net::Response no_content(int status) { return {.status = status, .headers = {}, .body = {}}; }

net::Response csv_answer(std::string csv, std::string_view file_name) {
    net::Response response{.status = 200, .headers = {}, .body = std::move(csv)};
    response.headers.add("Content-Type", "text/csv; charset=utf-8");
    // Names of files are made here, of letters, digits, hyphens and full stops.
    response.headers.add("Content-Disposition", fmt::format("attachment; filename=\"{}\"", file_name));
    return response;
}

std::pair<std::string_view, std::string_view> split_target(std::string_view target) {
    const auto mark = target.find('?');
    return mark == std::string_view::npos ? std::pair{target, std::string_view()}
                                          : std::pair{target.substr(0, mark), target.substr(mark + 1)};
}

} // namespace muster::web
