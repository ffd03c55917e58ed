// Value tables: Member Statuses, Rep Groups, Rep Attributes.

#include "app/records.hpp"
#include "web/call.hpp"
#include "web/present.hpp"
#include "web/record_input.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kLongestDescription = 1020;
constexpr std::string_view kFlags[] = {"active_member", "pays_dues", "eligible_for_referral", "list_in_directory",
                                       "members_only_access"};

void write_status(json::Writer& writer, const roster::MemberStatus& status, std::int64_t members) {
    writer.object()
        .member("code", status.code)
        .member("description", status.description)
        .member("active_member", status.active_member)
        .member("pays_dues", status.pays_dues)
        .member("eligible_for_referral", status.eligible_for_referral)
        .member("list_in_directory", status.list_in_directory)
        .member("members_only_access", status.members_only_access)
        .member("members", members)
        .end();
}

Answer list_statuses(Call& call) {
    TRY_ASSIGN(const auto statuses, app::count_statuses(call.installation(), call.database()));
    json::Writer writer;
    writer.array();
    for (const auto& [status, members] : statuses) {
        write_status(writer, status, members);
    }
    writer.end();
    return json_answer(writer);
}

Answer set_status(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"description", "active_member", "pays_dues", "eligible_for_referral",
                                      "list_in_directory", "members_only_access"});
    std::vector<app::Assignment> changes;
    if (auto description = fields.text("description", kLongestDescription)) {
        changes.emplace_back("description", std::move(*description));
    }
    for (const auto flag : kFlags) {
        if (const auto is_on = fields.yes_no(flag)) {
            changes.emplace_back(flag, *is_on ? "yes" : "no");
        }
    }
    TRY(body.check());
    auto& installation = call.installation();
    TRY_ASSIGN(const auto status, app::edit_status(installation, call.database(), call.value("code"), changes));
    call.note(status.code, field_words(changes));
    TRY_ASSIGN(const auto statuses, app::count_statuses(installation, call.database()));
    std::int64_t members = 0;
    for (const auto& counted : statuses) {
        members = counted.status.code == status.code ? counted.members : members;
    }
    json::Writer writer;
    write_status(writer, status, members);
    return json_answer(writer);
}

Answer remove_status(Call& call) {
    TRY(app::remove_status(call.installation(), call.database(), call.value("code")));
    call.note(call.value("code"));
    return no_content();
}

Answer add_group(Call& call) {
    TRY_ASSIGN(const auto name, read_name(call));
    TRY(app::add_group(call.installation(), call.database(), name));
    call.note(name);
    return no_content();
}

Answer rename_group(Call& call) {
    TRY_ASSIGN(const auto name, read_name(call));
    TRY(app::rename_group(call.installation(), call.database(), call.value("name"), name));
    call.note(call.value("name"), "→ " + name);
    return no_content();
}

Answer remove_group(Call& call) {
    TRY(app::remove_group(call.installation(), call.database(), call.value("name")));
    call.note(call.value("name"));
    return no_content();
}

Answer list_attributes(Call& call) {
    TRY_ASSIGN(const auto attributes, app::list_attributes(call.installation(), call.database()));
    json::Writer writer;
    writer.array();
    for (const auto& [name, reps] : attributes) {
        writer.object()
            .member("name", name)
            .member("reps", reps)
            .member("reserved", app::is_reserved_attribute(name))
            .end();
    }
    writer.end();
    return json_answer(writer);
}

Answer add_attribute(Call& call) {
    TRY_ASSIGN(const auto name, read_name(call));
    TRY(app::add_attribute(call.installation(), call.database(), name));
    call.note(name);
    return no_content();
}

Answer rename_attribute(Call& call) {
    TRY_ASSIGN(const auto name, read_name(call));
    TRY(app::rename_attribute(call.installation(), call.database(), call.value("name"), name));
    call.note(call.value("name"), "→ " + name);
    return no_content();
}

Answer remove_attribute(Call& call) {
    TRY(app::remove_attribute(call.installation(), call.database(), call.value("name")));
    call.note(call.value("name"));
    return no_content();
}

} // namespace

std::vector<Route> table_routes() {
    using enum Access;
    using enum Content;
    return {
        {"GET", "/databases/{database}/statuses", "listStatuses", Viewer, list_statuses},
        {"PUT", "/databases/{database}/statuses/{code}", "setStatus", Operator, set_status, "status.set", Json},
        {"DELETE", "/databases/{database}/statuses/{code}", "removeStatus", Operator, remove_status,
         "status.remove"},
        {"POST", "/databases/{database}/groups", "addGroup", Operator, add_group, "group.add", Json},
        {"PATCH", "/databases/{database}/groups/{name}", "renameGroup", Operator, rename_group, "group.rename",
         Json},
        {"DELETE", "/databases/{database}/groups/{name}", "removeGroup", Operator, remove_group, "group.remove"},
        {"GET", "/databases/{database}/attributes", "listAttributes", Viewer, list_attributes},
        {"POST", "/databases/{database}/attributes", "addAttribute", Operator, add_attribute, "attribute.add",
         Json},
        {"PATCH", "/databases/{database}/attributes/{name}", "renameAttribute", Operator, rename_attribute,
         "attribute.rename", Json},
        {"DELETE", "/databases/{database}/attributes/{name}", "removeAttribute", Operator, remove_attribute,
         "attribute.remove"},
    };
}

} // namespace muster::web
